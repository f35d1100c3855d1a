import type { ServerFrame } from './frames';
import { type FrameOf, LiveSocket, type LiveSocketOptions } from './live-socket';
import { browser, type Outside } from './outside';

export interface LiveOptions extends LiveSocketOptions {
  /** Events of a watched conversation come from now on; what happened in it before is to be fetched. */
  onWatching?(frame: FrameOf<'watching'>): void;
}

/** The console's connection, which may watch one conversation more; the chat, which pays for every byte, does without. */
export class Live extends LiveSocket {
  /** How the server speaks of this connection; of the last one while there is none. */
  connectionId = '';
  /** When the other side was heard last, by the clock of `Outside`. */
  heardAt: number;
  readonly #wants: LiveOptions;
  readonly #outside: Outside;
  #watched: string | null = null;

  constructor(options: LiveOptions, outside: Outside = browser) {
    super(options, outside);
    this.#wants = options;
    this.#outside = outside;
    this.heardAt = outside.now();
  }

  /** Wants the events of this conversation, too, and again after every reconnect, until another is watched. */
  watch(conversationId: string | null): void {
    this.#watched = conversationId;
    this.#writeWatch();
  }

  protected override hear(frame: ServerFrame): void {
    this.heardAt = this.#outside.now();
    if (frame.type === 'ready') {
      this.connectionId = frame.connection_id;
    }
    super.hear(frame);
    if (frame.type === 'ready') {
      this.#writeWatch();
    } else if (frame.type === 'watching') {
      this.#wants.onWatching?.(frame);
    }
  }

  #writeWatch(): void {
    if (this.#watched !== null) {
      this.send({ type: 'watch', conversation_id: this.#watched });
    }
  }
}
