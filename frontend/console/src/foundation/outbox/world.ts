import { World } from '../../../../shared/live/world';
import type { Item } from './item';
import { type Attempt, Outbox } from './outbox';
import { MemoryShelf } from './shelf';
import type { Tabs } from './tabs';

/** A server that keeps what it is sent, each reference once, behind a network that may lose both ways. */
export class Server {
  readonly kept: Item[] = [];
  /** What happens to the next attempts; good ones when empty. */
  network: () => 'good' | 'lost before' | 'lost after' = () => 'good';
  refuses: (item: Item) => boolean = () => false;
  attempts = 0;
  /** When set, no attempt ends before it. */
  gate: Promise<void> = Promise.resolve();

  send = async (item: Item): Promise<Attempt> => {
    this.attempts += 1;
    const luck = this.network();
    await this.gate;
    if (luck === 'lost before') {
      return { outcome: 'again' };
    }
    if (this.refuses(item)) {
      return { outcome: 'refused', code: 'text_too_long' };
    }
    if (!this.kept.some(({ ref }) => ref === item.ref)) {
      this.kept.push(item);
    }
    return { outcome: luck === 'good' ? 'taken' : 'again' };
  };

  texts(conversationId = 'c1'): string[] {
    return this.kept
      .filter(({ conversation_id }) => conversation_id === conversationId)
      .map(({ text }) => text);
  }
}

/** The tabs of one browser: one lock, and everybody hears the others. */
export class Browser {
  readonly shelf = new MemoryShelf();
  readonly world = new World();
  references = 0;
  #turn: Promise<void> = Promise.resolve();
  #listeners = new Set<(takenBack?: string) => void>();

  tabs(): Tabs {
    const own = new Set<(takenBack?: string) => void>();
    return {
      alone: (act) => {
        const done = this.#turn.then(act);
        this.#turn = done.catch(() => undefined);
        return done;
      },
      tell: (takenBack) => {
        for (const listener of this.#listeners) {
          if (!own.has(listener)) {
            listener(takenBack);
          }
        }
      },
      hear: (listener) => {
        own.add(listener);
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
    };
  }

  open(server: Server): Outbox {
    return new Outbox({
      shelf: this.shelf,
      tabs: this.tabs(),
      send: server.send,
      newReference: () => {
        this.references += 1;
        return `ref-${this.references}`;
      },
      now: () => 0,
      outside: this.world,
    });
  }
}
