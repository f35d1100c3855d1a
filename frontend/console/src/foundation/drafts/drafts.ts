import type { DraftView, FileView, Id } from '../../../../shared/api/views';
import { longestPause, type Outside } from '../../../../shared/live';
import { isPassing } from '../command';

export type Writing = 'message' | 'note';

/** What was typed and not sent yet. */
export interface Draft {
  readonly text: string;
  readonly files: readonly FileView[];
}

/** `empty`: nothing is typed · `saved`: the server has it · `kept`: this device has it, the server not yet. */
export type DraftState = 'empty' | 'saved' | 'kept';

interface Kept {
  readonly message: Draft;
  readonly note: Draft;
  /** Of the server's copy that this one goes back to. */
  readonly version: number;
  /** The server's copy is older. */
  readonly ahead: boolean;
  readonly at: number;
}

export interface DraftsOptions {
  operatorId: Id;
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;
  load(conversationId: Id): Promise<DraftView>;
  save(conversationId: Id, draft: Draft): Promise<DraftView>;
  outside: Pick<Outside, 'later' | 'random'>;
}

export const NO_DRAFT: Draft = { text: '', files: [] };
const NOTHING: Kept = { message: NO_DRAFT, note: NO_DRAFT, version: 0, ahead: false, at: 0 };
/** The server hears of a draft when the typing rests for so long. Milliseconds. */
const REST = 1000;
/** A draft that nobody has touched for so long is thrown away. */
const LONGEST = 30 * 24 * 60 * 60 * 1000;

/**
 * Drafts are kept on this device at every key, and at the server (messages only, so that another device has
 * them) when the typing rests. What was typed here wins over what the server has.
 */
export class Drafts {
  readonly #options: DraftsOptions;
  readonly #listeners = new Set<() => void>();
  readonly #kept = new Map<Id, Kept>();
  readonly #timers = new Map<Id, () => void>();
  readonly #failures = new Map<Id, number>();

  constructor(options: DraftsOptions) {
    this.#options = options;
    this.#throwAwayOld();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  of(conversationId: Id, writing: Writing): Draft {
    return this.#read(conversationId)[writing];
  }

  state(conversationId: Id, writing: Writing): DraftState {
    const { ahead, ...drafts } = this.#read(conversationId);
    if (isEmpty(drafts[writing])) {
      return 'empty';
    }
    return ahead || writing === 'note' ? 'kept' : 'saved';
  }

  write(conversationId: Id, writing: Writing, draft: Draft): void {
    const before = this.#read(conversationId);
    const ahead = before.ahead || writing === 'message';
    this.#keep(conversationId, { ...before, [writing]: draft, ahead });
    if (writing === 'message') {
      this.#saveIn(conversationId, REST);
    }
  }

  /** It was sent, or is not wanted any more. */
  clear(conversationId: Id, writing: Writing): void {
    this.write(conversationId, writing, NO_DRAFT);
  }

  /** Takes over what another device of the operator has left at the server, unless something was typed here. */
  async fetch(conversationId: Id): Promise<void> {
    if (this.#read(conversationId).ahead) {
      this.#saveIn(conversationId, 0);
      return;
    }
    const { version, text, files } = await this.#options.load(conversationId);
    const before = this.#read(conversationId);
    if (!before.ahead && version > before.version) {
      this.#keep(conversationId, { ...before, message: { text, files }, version });
    }
  }

  /** Another tab has written: `key` is of the storage event. */
  heard(key: string | null): void {
    const prefix = this.#key('');
    if (key?.startsWith(prefix)) {
      this.#kept.delete(key.slice(prefix.length));
      this.#tell();
    }
  }

  /** The network is back: what could not be saved is saved now. */
  retry(): void {
    for (const conversationId of this.#failures.keys()) {
      this.#saveIn(conversationId, 0);
    }
  }

  stop(): void {
    for (const cancel of this.#timers.values()) {
      cancel();
    }
    this.#timers.clear();
  }

  #key(conversationId: Id): string {
    return `hovor.draft.${this.#options.operatorId}.${conversationId}`;
  }

  #read(conversationId: Id): Kept {
    const known =
      this.#kept.get(conversationId) ?? parse(this.#options.storage.getItem(this.#key(conversationId)));
    this.#kept.set(conversationId, known);
    return known;
  }

  /** Another tab may have written, and this one may not have heard of it yet; or the device may have had no room. */
  #newest(conversationId: Id): Kept {
    const known = this.#read(conversationId);
    const stored = parse(this.#options.storage.getItem(this.#key(conversationId)));
    return stored.at >= known.at ? stored : known;
  }

  #keep(conversationId: Id, kept: Kept): void {
    this.#kept.set(conversationId, { ...kept, at: Date.now() });
    try {
      if (isEmpty(kept.message) && isEmpty(kept.note) && !kept.ahead) {
        this.#options.storage.removeItem(this.#key(conversationId));
      } else {
        this.#options.storage.setItem(
          this.#key(conversationId),
          JSON.stringify(this.#kept.get(conversationId)),
        );
      }
    } catch {
      // No room left on the device: the page still has it, and the server soon will.
    }
    this.#tell();
  }

  #saveIn(conversationId: Id, milliseconds: number): void {
    this.#timers.get(conversationId)?.();
    this.#timers.set(
      conversationId,
      this.#options.outside.later(milliseconds, () => this.#save(conversationId)),
    );
  }

  async #save(conversationId: Id): Promise<void> {
    const { message } = this.#read(conversationId);
    try {
      const { version } = await this.#options.save(conversationId, message);
      this.#failures.delete(conversationId);
      const now = this.#newest(conversationId);
      this.#keep(conversationId, { ...now, version, ahead: !isSame(now.message, message) });
    } catch (failure) {
      if (!isPassing(failure)) {
        this.#failures.delete(conversationId);
        return;
      }
      const failures = this.#failures.get(conversationId) ?? 0;
      this.#failures.set(conversationId, failures + 1);
      this.#saveIn(conversationId, REST + this.#options.outside.random() * longestPause(failures));
    }
  }

  #throwAwayOld(): void {
    const { storage } = this.#options;
    const keys = Array.from({ length: storage.length }, (_, place) => storage.key(place) ?? '');
    for (const key of keys.filter((one) => one.startsWith(this.#key('')))) {
      if (Date.now() - parse(storage.getItem(key)).at > LONGEST) {
        storage.removeItem(key);
      }
    }
  }

  #tell(): void {
    for (const listener of this.#listeners) {
      listener();
    }
  }
}

export function isEmpty({ text, files }: Draft): boolean {
  return text.trim() === '' && files.length === 0;
}

function isSame(one: Draft, other: Draft): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Whatever stands there: another version of Hovor may have written it. */
function parse(kept: string | null): Kept {
  try {
    return { ...NOTHING, ...JSON.parse(kept ?? '{}') };
  } catch {
    return NOTHING;
  }
}
