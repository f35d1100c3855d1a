/**
 * What the browser keeps for this channel: the visitor's token, and the messages not yet acknowledged.
 *
 * The page's own scripts can read both; that is the price of living in the page (docs/decisions). Where storage is forbidden
 * everything works until the page is left. Nothing is written before consent or the first message.
 */
export interface Unsent {
  readonly client_ref: string;
  readonly text: string;
  readonly file_ids: readonly string[];
  readonly files: readonly { file_id: string; name: string; kind: string; size_bytes: number }[];
  readonly at: string;
  readonly failed?: string;
}

export class Memory {
  private readonly token: string;
  private readonly unsent: string;
  private spare = new Map<string, string>();

  constructor(channel: string) {
    this.token = `hovor:${channel}`;
    this.unsent = `hovor:${channel}:unsent:`;
  }

  private read(key: string): string | null {
    try {
      return localStorage.getItem(key) ?? this.spare.get(key) ?? null;
    } catch {
      return this.spare.get(key) ?? null;
    }
  }

  private write(key: string, value: string | null): void {
    try {
      if (value === null) {
        localStorage.removeItem(key);
      } else {
        localStorage.setItem(key, value);
      }
      this.spare.delete(key);
    } catch {
      if (value === null) {
        this.spare.delete(key);
      } else {
        this.spare.set(key, value);
      }
    }
  }

  getToken(): string | null {
    return this.read(this.token);
  }

  setToken(token: string | null): void {
    this.write(this.token, token);
  }

  /**
   * The messages that still have to be sent, oldest first. One entry per message, so that several tabs add and remove
   * their own without a race; references are sortable by time.
   */
  waiting(): Unsent[] {
    const keys = [...this.spare.keys()];
    try {
      for (let index = 0; index < localStorage.length; index++) {
        keys.push(localStorage.key(index) ?? '');
      }
    } catch {
      // only this page's memory then
    }
    return [...new Set(keys)]
      .filter((key) => key.startsWith(this.unsent))
      .sort()
      .flatMap((key) => {
        try {
          return [JSON.parse(this.read(key) ?? '') as Unsent];
        } catch {
          return []; // written by something else
        }
      });
  }

  keep(message: Unsent): void {
    this.write(this.unsent + message.client_ref, JSON.stringify(message));
  }

  sent(clientRef: string): void {
    this.write(this.unsent + clientRef, null);
  }

  forget(): void {
    for (const message of this.waiting()) {
      this.sent(message.client_ref);
    }
    this.setToken(null);
  }
}

/** A reference of our own for one message: sortable by time, unguessable, the same however often it is sent. */
export function newReference(): string {
  const random = crypto.getRandomValues(new Uint8Array(10));
  return (
    Date.now().toString(36).padStart(9, '0') +
    Array.from(random, (byte) => byte.toString(36).padStart(2, '0')).join('')
  );
}
