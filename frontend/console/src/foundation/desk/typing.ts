import type { Id } from '../../../../shared/api/views';
import type { Live, Outside, SignalFrame } from '../../../../shared/live';

/** "Is typing" goes by itself after so long without another word. Milliseconds. */
const FADES = 6000;
/** Whoever types on is told again after so long. */
const REPEATS = 3000;

/** Who is typing where, in both directions. Nothing of it is recorded. */
export class Typing {
  readonly #outside: Pick<Outside, 'later' | 'now'>;
  readonly #listeners = new Set<() => void>();
  #typing: ReadonlyMap<Id, () => void> = new Map();
  #told: { readonly id: Id; readonly at: number } | null = null;

  constructor(outside: Pick<Outside, 'later' | 'now'>) {
    this.#outside = outside;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Whether the client of this conversation is typing. */
  of(conversationId: Id): boolean {
    return this.#typing.has(conversationId);
  }

  heard({ signal, conversation_id, on }: SignalFrame): void {
    if (signal === 'typing' && typeof conversation_id === 'string') {
      this.#show(conversation_id, on !== false);
    }
  }

  /** What was being typed has arrived. */
  arrived(conversationId: Id): void {
    this.#show(conversationId, false);
  }

  /** Tells the client that this operator types, or has stopped. */
  tell(live: Live | null, conversationId: Id, on: boolean): void {
    const now = this.#outside.now();
    const told = this.#told?.id === conversationId ? this.#told : null;
    if (on ? told && now - told.at < REPEATS : !told) {
      return;
    }
    this.#told = on ? { id: conversationId, at: now } : null;
    live?.send({ type: 'signal', signal: 'typing', conversation_id: conversationId, on });
  }

  #show(id: Id, on: boolean): void {
    const typing = new Map(this.#typing);
    typing.get(id)?.();
    typing.delete(id);
    if (on) {
      typing.set(
        id,
        this.#outside.later(FADES, () => this.#show(id, false)),
      );
    }
    this.#typing = typing;
    for (const listener of this.#listeners) {
      listener();
    }
  }
}
