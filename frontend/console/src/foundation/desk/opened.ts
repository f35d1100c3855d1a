import type { ConversationView, EntryView, Id, Page } from '../../../../shared/api/views';
import { Refusal, request } from '../http';
import { keepConversation, putAnswer, releaseConversation } from '../workspace/conversations';
import type { WorkspaceStore } from '../workspace/store';
import { addEntries } from '../workspace/timelines';

/** How many entries one request brings. */
const PAGE = 50;
/** After a resync at most so many are fetched anew; whoever scrolls further back fetches the rest again. */
const REFRESHED = 5 * PAGE;

/**
 * `hidden`: it may be seen that somebody waits, but not what he wrote · `gone`: it is not there, or not for
 * this operator.
 */
export type OpenState = 'loading' | 'ready' | 'failed' | 'hidden' | 'gone';

function path(conversationId: Id, more = ''): string {
  return `/conversations/${encodeURIComponent(conversationId)}${more}`;
}

/** A conversation that is open on the screen: its view and its timeline are fetched and stay up to date. */
export class OpenedConversation {
  readonly id: Id;
  readonly #store: WorkspaceStore;
  readonly #listeners = new Set<() => void>();
  readonly #deafen: () => void;
  #state: OpenState = 'loading';
  #older: 'idle' | 'loading' | 'failed' = 'idle';
  #generation: number;
  /** The cursor of the page before the oldest that was fetched. */
  #olderPage: string | null = null;
  #closed = false;

  constructor(store: WorkspaceStore, id: Id) {
    this.id = id;
    this.#store = store;
    this.#generation = store.truth?.generation ?? 0;
    store.take((workspace) => keepConversation(workspace, id));
    const stops = [
      store.subscribe(() => this.#followGeneration()),
      store.hear({ onWatching: (watched) => watched === id && this.load() }),
    ];
    this.#deafen = () => {
      for (const stop of stops) {
        stop();
      }
    };
    this.load();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get state(): OpenState {
    return this.#state;
  }

  get older(): 'idle' | 'loading' | 'failed' {
    return this.#older;
  }

  /** Fetches the newest entries, and of those before as many as are on the screen. */
  async load(): Promise<void> {
    const { id } = this;
    try {
      const [view] = await Promise.all([request<ConversationView>('GET', path(id)), this.#loadEntries()]);
      this.#take(() => this.#store.take((workspace) => putAnswer(workspace, view)));
      this.#become('ready');
    } catch (failure) {
      this.#become(this.#stateAfter(failure));
    }
  }

  /** Fetches the entries before the oldest that is there. */
  async loadOlder(): Promise<void> {
    const first = this.#entries[0]?.number ?? 1;
    if (this.#older === 'loading' || first <= 1 || this.#olderPage === null) {
      return;
    }
    this.#older = 'loading';
    this.#tell();
    try {
      await this.#loadPage(this.#olderPage);
      this.#older = 'idle';
    } catch {
      this.#older = 'failed';
    }
    this.#tell();
    if (this.#older === 'idle' && this.#entries[0]?.number === first) {
      // An event has left a gap, so this page did not fit on: the newest lead there again.
      await this.load();
    }
  }

  close(): void {
    this.#closed = true;
    this.#deafen();
    this.#store.take((workspace) => releaseConversation(workspace, this.id));
  }

  get #entries(): readonly EntryView[] {
    return this.#store.truth?.timelines.get(this.id) ?? [];
  }

  async #loadEntries(): Promise<void> {
    const held = this.#entries;
    const wanted = Math.max(
      held[0]?.number ?? Number.POSITIVE_INFINITY,
      (held.at(-1)?.number ?? 0) - REFRESHED,
    );
    // Events of this timeline are kept from now on, even before the first answer.
    this.#take(() => this.#store.take((workspace) => addEntries(workspace, this.id, [])));
    let oldest = await this.#loadPage(null);
    while (oldest > wanted && this.#olderPage !== null) {
      oldest = await this.#loadPage(this.#olderPage);
    }
  }

  /** Answers with the number of the oldest entry that came. */
  async #loadPage(page: string | null): Promise<number> {
    const place = page === null ? '' : `&after=${encodeURIComponent(page)}`;
    const { items, next } = await request<Page<EntryView>>(
      'GET',
      path(this.id, `/entries?limit=${PAGE}${place}`),
    );
    this.#olderPage = next;
    this.#take(() => this.#store.take((workspace) => addEntries(workspace, this.id, items)));
    return items[0]?.number ?? 1;
  }

  /** Answers that come after the conversation was left are of no use to anybody. */
  #take(act: () => void): void {
    if (!this.#closed) {
      act();
    }
  }

  #followGeneration(): void {
    const generation = this.#store.truth?.generation ?? 0;
    if (generation !== this.#generation) {
      this.#generation = generation;
      this.load();
    }
  }

  #stateAfter(failure: unknown): OpenState {
    if (!(failure instanceof Refusal)) {
      throw failure;
    }
    if (failure.code === 'preview_not_allowed') {
      return 'hidden';
    }
    if (failure.status === 404 || failure.status === 403) {
      return 'gone';
    }
    // What is on the screen already stays; the strip says that the connection is bad.
    return this.#state === 'ready' ? 'ready' : 'failed';
  }

  #become(state: OpenState): void {
    this.#state = state;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) {
      listener();
    }
  }
}
