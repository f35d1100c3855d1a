import type { WorkspaceView } from '../../../../shared/api/views';
import {
  browser,
  type CountersFrame,
  type EventFrame,
  type Live,
  type LiveOptions,
  type LiveState,
  longestPause,
  type Outside,
  type SignalFrame,
} from '../../../../shared/live';
import { apply } from './apply';
import { fromSnapshot, type Workspace } from './workspace';

/** A change of the workspace: an answer taken in, or something shown before the server has confirmed it. */
export type Fold = (workspace: Workspace) => Workspace;

/** `loading`: nothing to show yet · `failed`: nothing to show, and the last try failed · `ready`. */
export type LoadState = 'loading' | 'failed' | 'ready';

/** What else the live socket says, for those who care. */
export interface Hearing {
  onEvent?(frame: EventFrame, before: Workspace, after: Workspace): void;
  onSignal?(frame: SignalFrame): void;
  onCounters?(frame: CountersFrame): void;
  onWatching?(conversationId: string): void;
}

export interface StoreOptions {
  /** Fetches the snapshot. */
  load(): Promise<WorkspaceView>;
  openLive(
    options: Pick<LiveOptions, 'after' | 'onEvent' | 'onResync' | 'onState'> & Partial<LiveOptions>,
  ): Live;
  /** The server knows nobody by this cookie: trying again is of no use. */
  isSignedOut(failure: unknown): boolean;
  onSignedOut(): void;
  outside?: Pick<Outside, 'later' | 'random'>;
}

/**
 * The one copy of the workspace in this page: loaded, kept up to date by events, and loaded anew whenever the
 * server says so. Over it lies what the operator did and the server has not confirmed yet.
 */
export class WorkspaceStore {
  readonly #options: StoreOptions;
  readonly #outside: Pick<Outside, 'later' | 'random'>;
  readonly #listeners = new Set<() => void>();
  readonly #hearers = new Set<Hearing>();
  #truth: Workspace | null = null;
  #shown: Workspace | null = null;
  #overlays: readonly Fold[] = [];
  #loadState: LoadState = 'loading';
  #failures = 0;
  #loading = false;
  /** A new snapshot was wanted while one was under way, which may be older than the wish. */
  #again = false;
  /** Events that came while a snapshot was under way; it may or may not have them. */
  #meanwhile: EventFrame[] = [];
  #cancelRetry = () => {};
  #live: Live | null = null;
  #liveState: LiveState = 'connecting';

  constructor(options: StoreOptions) {
    this.#options = options;
    this.#outside = options.outside ?? browser;
  }

  /** Null until the first snapshot is there. */
  get shown(): Workspace | null {
    return this.#shown;
  }

  /** What the server has confirmed; null until the first snapshot is there. */
  get truth(): Workspace | null {
    return this.#truth;
  }

  get loadState(): LoadState {
    return this.#loadState;
  }

  /** A snapshot had to be fetched anew and could not be had: what is shown may be old. */
  get mayBeOld(): boolean {
    return this.#truth !== null && this.#failures > 0;
  }

  get liveState(): LiveState {
    return this.#liveState;
  }

  get live(): Live | null {
    return this.#live;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Hears the socket until the returned function is called. */
  hear(hearing: Hearing): () => void {
    this.#hearers.add(hearing);
    return () => this.#hearers.delete(hearing);
  }

  /** Takes in something that the server answered. */
  take(fold: Fold): void {
    if (this.#truth) {
      this.#become(fold(this.#truth));
    }
  }

  /** Shows something that is not confirmed yet, until the returned function is called. */
  lay(overlay: Fold): () => void {
    this.#overlays = [...this.#overlays, overlay];
    this.#draw();
    return () => {
      this.#overlays = this.#overlays.filter((one) => one !== overlay);
      this.#draw();
    };
  }

  /** Fetches the snapshot, now and until it is there. */
  async load(): Promise<void> {
    if (this.#loading) {
      this.#again = true;
      return;
    }
    this.#loading = true;
    this.#again = false;
    this.#cancelRetry();
    this.#meanwhile = [];
    try {
      this.#begin(await this.#options.load());
    } catch (failure) {
      this.#loading = false;
      this.#miss(failure);
    }
  }

  /** Nothing is fetched and nothing heard any more. */
  stop(): void {
    this.#cancelRetry();
    this.#live?.stop();
    this.#live = null;
  }

  #begin(snapshot: WorkspaceView): void {
    this.#loading = false;
    this.#failures = 0;
    this.#loadState = 'ready';
    const workspace = this.#meanwhile.reduce(apply, fromSnapshot(snapshot, this.#truth));
    this.#meanwhile = [];
    if (this.#live) {
      this.#live.position = Math.max(snapshot.position, this.#live.position ?? 0);
    } else {
      this.#live = this.#openLive(snapshot.position);
    }
    this.#become(workspace);
    if (this.#again || workspace.outdated) {
      this.load();
    }
  }

  #miss(failure: unknown): void {
    if (this.#options.isSignedOut(failure)) {
      this.stop();
      this.#options.onSignedOut();
      return;
    }
    this.#loadState = this.#truth ? 'ready' : 'failed';
    const pause = this.#outside.random() * longestPause(this.#failures);
    this.#failures += 1;
    this.#cancelRetry = this.#outside.later(pause, () => this.load());
    this.#tell();
  }

  #openLive(after: number): Live {
    return this.#options.openLive({
      after,
      onEvent: (frame) => this.#hear(frame),
      onResync: () => this.load(),
      onState: (state) => {
        this.#liveState = state;
        this.#tell();
      },
      onSignal: (frame) => this.#tellHearers((hearing) => hearing.onSignal?.(frame)),
      onCounters: (frame) => this.#tellHearers((hearing) => hearing.onCounters?.(frame)),
      onWatching: ({ conversation_id }) =>
        this.#tellHearers((hearing) => hearing.onWatching?.(conversation_id)),
    });
  }

  #hear(frame: EventFrame): void {
    if (this.#loading) {
      this.#meanwhile.push(frame);
    }
    const before = this.#truth;
    if (!before) {
      return;
    }
    const after = apply(before, frame);
    this.#become(after);
    if (after !== before) {
      this.#tellHearers((hearing) => hearing.onEvent?.(frame, before, after));
    }
    if (after.outdated && !before.outdated) {
      this.load();
    }
  }

  #become(workspace: Workspace): void {
    if (workspace !== this.#truth) {
      this.#truth = workspace;
      this.#draw();
    }
  }

  #draw(): void {
    this.#shown = this.#truth && this.#overlays.reduce((shown, overlay) => overlay(shown), this.#truth);
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) {
      listener();
    }
  }

  #tellHearers(tell: (hearing: Hearing) => void): void {
    for (const hearing of this.#hearers) {
      tell(hearing);
    }
  }
}
