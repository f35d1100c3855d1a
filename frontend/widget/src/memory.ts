/**
 * What the browser keeps for this channel: the visitor's token, and the messages not yet acknowledged.
 *
 * The page's own scripts can read both; that is the price of living in the page. Where storage is forbidden everything works
 * until the page is left. Nothing is written before consent or the first message, and for a visitor who does not want to be
 * remembered only for as long as his tab is open.
 */
import type { Details, FileView } from './contract';

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
  token(): string | null;
  /** From now on this browser, or only this tab of it, comes back as the same visitor. */
  remember(token: string, onlyThisTab?: boolean): void;
  /**
   * The messages that still have to be sent, oldest first. One entry per message, so that several tabs add and remove
   * their own without a race; references are sortable by time.
   */
  waiting(): Unsent[];
  keep(message: Unsent): void;
  sent(reference: string): void;
  /** Nothing of this visitor stays. */
  forget(): void;
}

const browser = () => localStorage;
const tab = () => sessionStorage;

export function memoryOf(channel: string): Memory {
  const tokenKey = `hovor:${channel}`;
  const unsentKey = `${tokenKey}:unsent:`;
  /** What the browser would not take. */
  const spare = new Map<string, string>();
  let store = browser;

  function read(key: string): string | null {
    return spare.get(key) ?? attempt(() => store().getItem(key), null);
  }

  function write(key: string, value: string): void {
    attempt(
      () => store().setItem(key, value),
      () => spare.set(key, value),
    );
  }

  function erase(key: string): void {
    spare.delete(key);
    attempt(() => store().removeItem(key), null);
  }

  const memory: Memory = {
    token: () => read(tokenKey),
    remember(token, onlyThisTab) {
      if (onlyThisTab) {
        const waiting = memory.waiting();
        memory.forget();
        store = tab;
        waiting.forEach(memory.keep);
      }
      if (memory.token() !== token) {
        write(tokenKey, token);
      }
    },
    waiting: () =>
      [...new Set([...attempt(() => Object.keys(store()), []), ...spare.keys()])]
        .filter((key) => key.startsWith(unsentKey))
        .sort()
        .flatMap((key) => attempt(() => [JSON.parse(read(key) ?? '')], [])),
    keep: (message) => write(unsentKey + message.client_ref, JSON.stringify(message)),
    sent: (reference) => erase(unsentKey + reference),
    forget() {
      for (const message of memory.waiting()) {
        memory.sent(message.client_ref);
      }
      erase(tokenKey);
      store = browser;
    },
  };
  if (!memory.token()) {
    store = tab;
    if (!memory.token()) {
      store = browser;
    }
  }
  return memory;
}

/** Storage may be forbidden or full, and what is in it may come from somebody else. */
function attempt<Found>(use: () => Found, otherwise: Found | (() => void)): Found {
  try {
    return use();
  } catch {
    return typeof otherwise === 'function' ? (otherwise as () => Found)() : otherwise;
  }
}

let lastTime = 0;

/** A reference of our own for one message: sortable by time, unguessable, the same however often it is sent. */
export function newReference(): string {
  // A clock that is set back must not change the order of what was said.
  lastTime = Math.max(Date.now(), lastTime + 1);
  const random = crypto.getRandomValues(new Uint8Array(10));
  return (
    lastTime.toString(36).padStart(9, '0') +
    Array.from(random, (byte) => byte.toString(36).padStart(2, '0')).join('')
  );
}
