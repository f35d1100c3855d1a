import type { ConversationView, EntryView } from '../../../../shared/api/views';
import type { WorkspaceStore } from '../workspace/store';
import type { Workspace } from '../workspace/workspace';
import { OpenedConversation } from './opened';

/** One conversation of a chain, with what of its timeline is loaded. */
export interface Part {
  readonly conversation: ConversationView;
  readonly entries: readonly EntryView[];
}

/** Whether there is something before the oldest that is shown. */
export type Older = 'none' | 'idle' | 'loading' | 'failed';

type Views = Pick<Workspace, 'conversations' | 'timelines'>;

/** An opened conversation and those that it continues, as far back as the operator scrolls. */
export class Chain {
  readonly #store: WorkspaceStore;
  readonly #listeners = new Set<() => void>();
  /** The one that was opened, then the one before it, and so on. */
  #links: readonly OpenedConversation[];
  #stops: (() => void)[];
  #changes = 0;

  constructor(store: WorkspaceStore, opened: OpenedConversation) {
    this.#store = store;
    this.#links = [opened];
    this.#stops = [opened.subscribe(this.#tell)];
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Grows with every change, so that the screen knows of it. */
  get changes(): number {
    return this.#changes;
  }

  /** What can be shown, the oldest first. */
  parts({ conversations, timelines }: Views): readonly Part[] {
    return this.#links.toReversed().flatMap(({ id }) => {
      const conversation = conversations.get(id);
      return conversation ? [{ conversation, entries: timelines.get(id) ?? [] }] : [];
    });
  }

  older({ conversations, timelines }: Views): Older {
    const last = this.#last;
    if (last.state === 'gone' || last.state === 'hidden') {
      return 'none';
    }
    if (last.state !== 'ready') {
      return last.state;
    }
    const begins = (timelines.get(last.id)?.[0]?.number ?? 1) === 1;
    return begins && conversations.get(last.id)?.continued_from_id == null ? 'none' : last.older;
  }

  /** Goes further back: in the oldest conversation, or to the one that it continues. */
  loadOlder(): void {
    const last = this.#last;
    const { conversations, timelines } = this.#store.truth ?? NOTHING;
    const before = conversations.get(last.id)?.continued_from_id;
    if (last.state === 'failed') {
      last.load();
    } else if ((timelines.get(last.id)?.[0]?.number ?? 1) > 1) {
      last.loadOlder();
    } else if (last.state === 'ready' && before) {
      const link = new OpenedConversation(this.#store, before);
      this.#links = [...this.#links, link];
      this.#stops.push(link.subscribe(this.#tell), () => link.close());
      this.#tell();
    }
  }

  /** Closes those that it has opened itself. */
  close(): void {
    for (const stop of this.#stops) {
      stop();
    }
  }

  get #last(): OpenedConversation {
    return this.#links.at(-1) as OpenedConversation;
  }

  readonly #tell = (): void => {
    this.#changes += 1;
    for (const listener of this.#listeners) {
      listener();
    }
  };
}

const NOTHING: Views = { conversations: new Map(), timelines: new Map() };
