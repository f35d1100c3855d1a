import type { ServerFrame } from './frames';
import type { Outside } from './outside';

/** The server's end of a connection in a `World`. */
export class TestSocket {
  readonly sent: Record<string, unknown>[] = [];
  closed = false;
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;

  send(text: string): void {
    if (!this.closed) {
      this.sent.push(JSON.parse(text));
    }
  }

  close(): void {
    this.closed = true;
  }

  /** The page hears this frame. */
  say(frame: ServerFrame): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  /** Accepts the connection and the hello. */
  async welcome(position = 0, heartbeatSeconds = 4): Promise<void> {
    this.onopen?.();
    await Promise.resolve();
    await Promise.resolve();
    this.say({
      type: 'ready',
      position,
      heartbeat_seconds: heartbeatSeconds,
      connection_id: 'connection-1',
    });
  }

  cut(): void {
    this.closed = true;
    this.onclose?.();
  }
}

interface Timer {
  readonly at: number;
  readonly call: () => void;
}

/** Time, chance, network and page for tests: nothing happens in it that the test did not say. */
export class World implements Outside {
  readonly sockets: TestSocket[] = [];
  page = { wake: () => {}, away: () => {} };
  chance = 0.5;
  #time = 0;
  #timers = new Set<Timer>();

  now(): number {
    return this.#time;
  }

  later(milliseconds: number, call: () => void): () => void {
    const timer = { at: this.#time + milliseconds, call };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  random(): number {
    return this.chance;
  }

  connect(): WebSocket {
    const socket = new TestSocket();
    this.sockets.push(socket);
    return socket as unknown as WebSocket;
  }

  listen(page: { wake(): void; away(): void }): () => void {
    this.page = page;
    return () => {
      this.page = { wake: () => {}, away: () => {} };
    };
  }

  /** The newest connection. */
  get socket(): TestSocket {
    const newest = this.sockets.at(-1);
    if (!newest) {
      throw new Error('Nothing has connected yet.');
    }
    return newest;
  }

  /** When the next timer fires, from now; undefined when none is set. */
  get nextTimer(): number | undefined {
    const times = [...this.#timers].map(({ at }) => at - this.#time);
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  /** Lets time pass, timers firing in their order. */
  pass(milliseconds: number): void {
    const end = this.#time + milliseconds;
    for (;;) {
      const due = [...this.#timers].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0];
      if (!due) {
        break;
      }
      this.#timers.delete(due);
      this.#time = due.at;
      due.call();
    }
    this.#time = end;
  }
}
