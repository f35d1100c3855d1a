/**
 * What the browser keeps for this channel: the visitor's token, the messages not yet acknowledged, and what he is typing.
 *
 * The page's own scripts can read all of it; that is the price of living in the page. Where storage is forbidden everything
 * works until the page is left. Nothing is written before consent or the first message, and for a visitor who does not want to be
 * remembered only for as long as his tab is open.
 */
import type { Details, FileView } from './contract';
import { shelfOf } from './shelf';

export interface Unsent {
  readonly client_ref: string;
  readonly text: string;
  readonly files: readonly FileView[];
  readonly at: string;
  /** What the visitor told about himself; it goes before the message. */
  readonly details?: Details | undefined;
  /** Why the server does not take it. */
  readonly refused?: string | undefined;
}

export interface Memory {
  /** Null also where the browser keeps nothing. */
  token(): string | null;
  /** From now on this browser, or only this tab of it, comes back as the same visitor. */
  remember(token: string, onlyThisTab?: boolean): void;
  /** The messages that still have to be sent, oldest first: references are sortable by time. */
  waiting(): Unsent[];
  /** Takes up what earlier visits and other tabs have left. */
  look(): Promise<void>;
  /** Settles when a crash cannot lose the message any more, or the browser does not keep it. */
  keep(message: Unsent): Promise<void>;
  sent(reference: string): Promise<void>;
  /** What was typed and not sent, as this tab found or kept it last. */
  draft: string;
  /**
   * Keeps what is typed, as soon as the browser comes back as this visitor and for as long as it does. What another tab has
   * kept is not overwritten by one in which nothing is typed, unless it `surely` has to be.
   */
  keepDraft(text: string, surely?: boolean): void;
  /** Nothing of this visitor stays. */
  forget(): void;
  /** Called when another tab has kept or sent something and this one has taken that up. */
  onNews: () => void;
  close(): void;
}

export function memoryOf(channel: string): Memory {
  const key = `hovor:${channel}`;
  const unsent = `${key}:unsent`;
  const typed = `${key}:draft`;
  const shelf = shelfOf(key, 'client_ref');
  const kept = new Map<string, Unsent>();
  /** Of these, the ones that stand on the shelf: when another tab takes them off, they are sent. */
  const shelved = new Set<string>();
  let inTab = false;
  const storage = () => (inTab ? sessionStorage : localStorage);
  const stored = (name: string) => attempt(() => storage().getItem(name));

  /**
   * What does not stand on the shelf, at once: a tab that is closed with the last key pressed has no time for a database.
   * The number tells the other tabs that something has changed, and any of it that the shelf is worth opening.
   */
  function note(): void {
    const rest = [...kept.values()].filter(({ client_ref }) => !shelved.has(client_ref));
    const noted = JSON.stringify([Math.random(), ...rest]);
    attempt(() => (kept.size ? storage().setItem(unsent, noted) : storage().removeItem(unsent)));
  }

  /** Another tab has kept or sent something. */
  const hear = (event: StorageEvent) => event.key === unsent && memory.look().then(() => memory.onNews());

  const memory: Memory = {
    token: () => stored(key) ?? null,
    remember(token, onlyThisTab) {
      if (onlyThisTab && !inTab) {
        const waiting = memory.waiting();
        memory.forget();
        inTab = true;
        waiting.forEach(memory.keep);
      }
      if (memory.token() !== token) {
        attempt(() => storage().setItem(key, token));
      }
    },
    waiting: () => [...kept.values()].sort((a, b) => (a.client_ref < b.client_ref ? -1 : 1)),
    async look() {
      const noted = stored(unsent);
      const before = [...shelved];
      const found =
        inTab || !(noted || memory.token()) ? undefined : await shelf<Unsent[]>((store) => store.getAll());
      if (found) {
        for (const reference of before) {
          kept.delete(reference);
        }
        for (const message of found) {
          kept.set(message.client_ref, message);
          shelved.add(message.client_ref);
        }
      }
      const [, ...rest] = attempt<[number, ...Unsent[]]>(() => JSON.parse(noted ?? '')) ?? [];
      for (const message of rest) {
        kept.set(message.client_ref, message);
      }
    },
    async keep(message) {
      kept.set(message.client_ref, message);
      shelved.delete(message.client_ref);
      note();
      if (!inTab && (await shelf((store) => store.put(message)))) {
        shelved.add(message.client_ref);
        note();
      }
    },
    async sent(reference) {
      if (kept.delete(reference)) {
        note();
        if (!inTab) {
          await shelf((store) => store.delete(reference));
          shelved.delete(reference);
          note();
        }
      }
    },
    draft: '',
    keepDraft(text, surely = text !== memory.draft) {
      if (surely && memory.token()) {
        memory.draft = text;
        attempt(() => (text ? storage().setItem(typed, text) : storage().removeItem(typed)));
      }
    },
    forget() {
      const waited = kept.size > 0;
      kept.clear();
      note();
      memory.keepDraft('', true);
      if (!inTab && waited) {
        void shelf((store) => store.clear());
      }
      attempt(() => storage().removeItem(key));
      inTab = false;
    },
    onNews: () => undefined,
    close: () => removeEventListener('storage', hear),
  };
  addEventListener('storage', hear);
  if (!memory.token()) {
    inTab = true;
    inTab = memory.token() !== null;
  }
  memory.draft = stored(typed) ?? '';
  return memory;
}

/** Storage may be forbidden or full, and what is in it may come from somebody else. */
function attempt<Found>(use: () => Found): Found | undefined {
  try {
    return use();
  } catch {
    return undefined;
  }
}

let lastTime = 0;

/** A reference of our own for one message: sortable by time, unguessable, the same however often it is sent. */
export function newReference(): string {
  // A clock that is set back must not change the order of what was said.
  lastTime = Math.max(Date.now(), lastTime + 1);
  return `${lastTime}-${crypto.getRandomValues(new Uint32Array(3)).join('-')}`;
}
