import type { Credentials, ReadyFrame, ServerFrame } from './frames';
import { browser, type Outside } from './outside';
import { longestPause } from './pause';

/** A connection that held this long was a good one: after it the pauses are short again. Milliseconds. */
const GOOD_CONNECTION = 10_000;
/** How long a connection may take to become ready. */
const OPENING = 15_000;

/**
 * `connecting`: a try is under way · `live`: events arrive · `waiting`: the next try comes by itself ·
 * `away`: the page is put away by the browser · `stopped`: for good.
 */
export type LiveState = 'connecting' | 'live' | 'waiting' | 'away' | 'stopped';

export type FrameOf<Type extends ServerFrame['type']> = Extract<ServerFrame, { type: Type }>;

export interface LiveSocketOptions {
  url: string;
  /** Called at every try, because a ticket opens only one connection. When it fails, the try has failed. */
  credentials(): Credentials | Promise<Credentials>;
  /** Events after this position are wanted; null means from now on. */
  after: number | null;
  onEvent(frame: FrameOf<'event'>): void;
  /** What was missed is not to be had any more: fetch the snapshot and set `position`. */
  onResync(): void;
  onState?(state: LiveState): void;
  onSignal?(frame: FrameOf<'signal'>): void;
  onCounters?(frame: FrameOf<'counters'>): void;
  onError?(frame: FrameOf<'error'>): void;
}

/** A connection to `/api/v1/live` that comes back whenever it is lost, and never gives up until it is stopped. */
export class LiveSocket {
  /** Everything up to here was received; a reconnect asks for what came after it. */
  position: number | null;
  readonly #options: LiveSocketOptions;
  readonly #outside: Outside;
  readonly #deafen: () => void;
  #state: LiveState = 'waiting';
  #socket: WebSocket | undefined;
  #cancelTimer = () => {};
  #failures = 0;
  #liveSince = 0;
  #heardAt: number;
  #longestSilence = OPENING;

  constructor(options: LiveSocketOptions, outside: Outside = browser) {
    this.#options = options;
    this.#outside = outside;
    this.position = options.after;
    this.#heardAt = outside.now();
    this.#deafen = outside.listen({ wake: () => this.tryNow(), away: () => this.#leave('away') });
    this.#connect();
  }

  get state(): LiveState {
    return this.#state;
  }

  /** Sends a frame now, or never when there is no connection. */
  send(frame: { readonly type: string; readonly [name: string]: unknown }): void {
    if (this.#state === 'live') {
      this.#write(frame);
    }
  }

  /** Does not wait for the next try; and doubts a connection that has been silent for too long. */
  tryNow(): void {
    const dead = this.#state === 'live' && this.#outside.now() - this.#heardAt > this.#longestSilence;
    if (this.#state === 'waiting' || this.#state === 'away' || dead) {
      this.#connect();
    }
  }

  stop(): void {
    this.#deafen();
    this.#leave('stopped');
  }

  #leave(state: 'away' | 'stopped'): void {
    this.#drop();
    this.#become(state);
  }

  #become(state: LiveState): void {
    if (state !== this.#state) {
      this.#state = state;
      this.#options.onState?.(state);
    }
  }

  #connect(): void {
    this.#drop();
    this.#become('connecting');
    this.#after(OPENING, () => this.#fail());
    const socket = this.#outside.connect(this.#options.url);
    this.#socket = socket;
    const ifCurrent = (act: () => void) => () => this.#socket === socket && act();
    socket.onopen = () => this.#greet(socket).catch(ifCurrent(() => this.#fail()));
    socket.onclose = ifCurrent(() => this.#fail());
    socket.onmessage = ({ data }) => ifCurrent(() => this.hear(JSON.parse(data)))();
  }

  async #greet(socket: WebSocket): Promise<void> {
    const credentials = await this.#options.credentials();
    if (this.#socket === socket) {
      this.#write({ type: 'hello', ...credentials, after: this.position });
    }
  }

  /** Forgets the connection; whatever it still says is not heard any more. */
  #drop(): void {
    this.#cancelTimer();
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  /** Full jitter: many who lost the same server do not come back at the same moment. */
  #fail(): void {
    if (this.#state === 'live' && this.#outside.now() - this.#liveSince >= GOOD_CONNECTION) {
      this.#failures = 0;
    }
    this.#drop();
    const pause = this.#outside.random() * longestPause(this.#failures);
    this.#failures += 1;
    this.#after(pause, () => this.#connect());
    this.#become('waiting');
  }

  #after(milliseconds: number, act: () => void): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#outside.later(milliseconds, act);
  }

  #write(frame: object): void {
    this.#socket?.send(JSON.stringify(frame));
  }

  protected hear(frame: ServerFrame): void {
    const options = this.#options;
    this.#heardAt = this.#outside.now();
    switch (frame.type) {
      case 'ready':
        this.#begin(frame);
        break;
      case 'event':
        options.onEvent(frame);
        this.#moveTo(frame.position);
        break;
      case 'ping':
        this.#write({ type: 'pong' });
        this.#moveTo(frame.position);
        break;
      case 'resync':
        options.onResync();
        break;
      case 'signal':
        options.onSignal?.(frame);
        break;
      case 'counters':
        options.onCounters?.(frame);
        break;
      case 'error':
        options.onError?.(frame);
    }
    if (this.#state === 'live') {
      this.#after(this.#longestSilence, () => this.#fail());
    }
  }

  /** A missed heartbeat may be chance; after the second the connection counts as dead. */
  #begin({ position, heartbeat_seconds }: ReadyFrame): void {
    this.#longestSilence = heartbeat_seconds * 2000 + 1000;
    this.#liveSince = this.#outside.now();
    this.position ??= position;
    this.#become('live');
  }

  #moveTo(position: number): void {
    this.position = Math.max(position, this.position ?? 0);
  }
}
