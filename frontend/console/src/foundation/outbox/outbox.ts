import type { Id } from '../../../../shared/api/views';
import { longestPause, type Outside } from '../../../../shared/live';
import { type Item, inOrder, nextToSend, type Written } from './item';
import type { Shelf } from './shelf';
import type { Tabs } from './tabs';

/** What became of an attempt: taken by the server, refused for good, or to be tried again. */
export type Attempt =
  | { readonly outcome: 'taken' }
  | { readonly outcome: 'refused'; readonly code: string }
  | { readonly outcome: 'again'; readonly afterSeconds?: number };

/** An item as the screen shows it: `taken` ones are at the server, but not on the timeline yet. */
export interface Shown extends Item {
  readonly state: 'waiting' | 'refused' | 'taken';
}

export interface OutboxOptions {
  shelf: Shelf;
  tabs: Tabs;
  /** Never throws. Must end by itself, or everything behind it waits. */
  send(item: Item): Promise<Attempt>;
  newReference(): string;
  now(): number;
  outside: Pick<Outside, 'later' | 'random'>;
}

/**
 * Sends what the operator says, in order per conversation, each until the server has it or refuses it: through
 * cuts, reloads and several tabs. Everything is on the shelf before it is sent.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #listeners = new Set<() => void>();
  #items: ReadonlyMap<string, Shown> = new Map();
  #shown: ReadonlyMap<Id, readonly Shown[]> = new Map();
  /** Items that are shown already and still on their way to the shelf. */
  readonly #unshelved = new Set<string>();
  #lastOrder = 0;
  #failures = 0;
  #flushing: Promise<void> | null = null;
  #again = false;
  #stopped = false;
  #cancelRetry = () => {};
  readonly #deafen: () => void;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#deafen = options.tabs.hear((takenBack) => {
      if (takenBack) {
        this.#forget(takenBack);
      }
      this.#refresh();
    });
    this.flush();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** What was said in a conversation and is not on its timeline; the same list until it changes. */
  of(conversationId: Id): readonly Shown[] {
    return this.#shown.get(conversationId) ?? NONE;
  }

  /** How many wait to be sent, in all conversations. */
  get waiting(): number {
    return [...this.#items.values()].filter(({ state }) => state === 'waiting').length;
  }

  /** Is shown at once and answered when it cannot be lost any more. */
  async add(written: Written): Promise<void> {
    const { newReference, now, shelf, tabs } = this.#options;
    this.#lastOrder = Math.max(Date.now(), this.#lastOrder + 1);
    const item: Item = { ...written, ref: newReference(), order: this.#lastOrder, at: now(), refused: null };
    this.#show(item);
    try {
      await shelf.put(item);
    } catch (failure) {
      this.#forget(item.ref);
      throw failure;
    }
    tabs.tell();
    this.flush();
  }

  /** Sends a refused one again. */
  async resend(ref: string): Promise<void> {
    const item = this.#items.get(ref);
    if (item?.state === 'refused') {
      const { state: _, ...rest } = item;
      await this.#keep({ ...rest, refused: null });
      this.flush();
    }
  }

  /** Takes one back that the server does not have, to be written anew; null when it has it meanwhile. */
  async takeBack(ref: string): Promise<Item | null> {
    const { shelf, tabs } = this.#options;
    let taken: Item | null = null;
    await tabs.alone(async () => {
      taken = (await shelf.all()).find((item) => item.ref === ref) ?? null;
      await shelf.remove(ref);
    });
    if (taken) {
      this.#forget(ref);
      tabs.tell(ref);
    }
    return taken;
  }

  /** The timeline shows these messages; their items have done their duty. */
  arrived(refs: Iterable<string>): void {
    for (const ref of refs) {
      if (this.#items.get(ref)?.state === 'taken') {
        this.#forget(ref);
      }
    }
  }

  /** Sends all that waits, as far as the network goes; whatever does not go now is tried again by itself. */
  flush(): Promise<void> {
    this.#again = this.#flushing !== null;
    this.#flushing ??= this.#flush().finally(() => {
      this.#flushing = null;
      if (this.#again && !this.#stopped) {
        this.flush();
      }
    });
    return this.#flushing;
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelRetry();
    this.#deafen();
  }

  async #flush(): Promise<void> {
    this.#cancelRetry();
    await this.#options.tabs.alone(async () => {
      const blocked = new Set<Id>();
      let pause = 0;
      while (!this.#stopped) {
        const next = nextToSend(await this.#refresh(), blocked);
        if (next.length === 0) {
          break;
        }
        const waits = await Promise.all(next.map((item) => this.#send(item, blocked)));
        pause = Math.max(pause, ...waits);
      }
      this.#retryLater(blocked.size > 0, pause);
    });
  }

  /** Answers for how many milliseconds the server wants to be left alone. */
  async #send(item: Item, blocked: Set<Id>): Promise<number> {
    const attempt = await this.#options.send(item);
    if (attempt.outcome === 'again') {
      blocked.add(item.conversation_id);
      return (attempt.afterSeconds ?? 0) * 1000;
    }
    this.#failures = 0;
    if (attempt.outcome === 'refused') {
      await this.#keep({ ...item, refused: attempt.code });
    } else {
      await this.#options.shelf.remove(item.ref);
      this.#change(new Map(this.#items).set(item.ref, { ...item, state: 'taken' }));
      this.#options.tabs.tell();
    }
    return 0;
  }

  #retryLater(needed: boolean, pause: number): void {
    if (!needed || this.#stopped) {
      return;
    }
    const chosen = Math.max(pause, this.#options.outside.random() * longestPause(this.#failures));
    this.#failures += 1;
    this.#cancelRetry = this.#options.outside.later(chosen, () => this.flush());
  }

  async #keep(item: Item): Promise<void> {
    await this.#options.shelf.put(item);
    this.#show(item);
    this.#options.tabs.tell();
  }

  /** What stood on the shelf and stands there no more was sent, by this tab or another. */
  async #refresh(): Promise<readonly Item[]> {
    const kept = await this.#options.shelf.all();
    const known = new Map(this.#items);
    const onShelf = new Set(kept.map(({ ref }) => ref));
    for (const item of known.values()) {
      if (item.state === 'waiting' && !onShelf.has(item.ref) && !this.#unshelved.has(item.ref)) {
        known.set(item.ref, { ...item, state: 'taken' });
      }
    }
    for (const item of kept) {
      this.#unshelved.delete(item.ref);
      this.#lastOrder = Math.max(this.#lastOrder, item.order);
      known.set(item.ref, shown(item));
    }
    this.#change(known);
    return kept;
  }

  #show(item: Item): void {
    if (!this.#items.has(item.ref)) {
      this.#unshelved.add(item.ref);
    }
    this.#change(new Map(this.#items).set(item.ref, shown(item)));
  }

  #forget(ref: string): void {
    const rest = new Map(this.#items);
    rest.delete(ref);
    this.#unshelved.delete(ref);
    this.#change(rest);
  }

  #change(items: ReadonlyMap<string, Shown>): void {
    this.#items = items;
    this.#shown = byConversation([...items.values()].toSorted(inOrder));
    for (const listener of this.#listeners) {
      listener();
    }
  }
}

const NONE: readonly Shown[] = [];

function byConversation(items: readonly Shown[]): ReadonlyMap<Id, readonly Shown[]> {
  const groups = new Map<Id, Shown[]>();
  for (const item of items) {
    const group = groups.get(item.conversation_id);
    if (group) {
      group.push(item);
    } else {
      groups.set(item.conversation_id, [item]);
    }
  }
  return groups;
}

function shown(item: Item): Shown {
  return { ...item, state: item.refused === null ? 'waiting' : 'refused' };
}
