/**
 * One tab of this browser speaks for all: the one that was last in front of its operator. It holds a lock that
 * dies with it, so another takes its place at once; and a tab that holds a lock is not put to sleep.
 */
export class Leader {
  readonly #name: string;
  readonly #changed: (leads: boolean) => void;
  #waiting = new AbortController();
  #ended = false;
  #leads = false;
  #letGo = () => {};

  constructor(operatorId: string, changed: (leads: boolean) => void) {
    this.#name = `hovor.notifications.${operatorId}`;
    this.#changed = changed;
    if (!navigator.locks) {
      // Without https there are no locks, and none of what only one tab may do either.
      this.#become(true);
      return;
    }
    addEventListener('focus', this.#claim);
    if (document.hasFocus()) {
      this.#claim();
    } else {
      this.#queue();
    }
  }

  get leads(): boolean {
    return this.#leads;
  }

  stop(): void {
    removeEventListener('focus', this.#claim);
    this.#ended = true;
    this.#waiting.abort();
    this.#letGo();
  }

  readonly #claim = (): void => {
    if (!this.#leads && navigator.locks) {
      this.#waiting.abort();
      navigator.locks.request(this.#name, { steal: true }, this.#hold).catch(() => this.#lost());
    }
  };

  /** Waits until the tab that leads is gone. */
  #queue(): void {
    this.#waiting = new AbortController();
    const { signal } = this.#waiting;
    navigator.locks.request(this.#name, { signal }, this.#hold).catch(() => this.#lost());
  }

  readonly #hold = (): Promise<void> => {
    this.#become(true);
    return new Promise((resolve) => {
      this.#letGo = resolve;
    });
  };

  /** Another tab came in front; it is this one's turn again when that is gone. */
  #lost(): void {
    if (this.#leads && !this.#ended) {
      this.#become(false);
      this.#queue();
    }
  }

  #become(leads: boolean): void {
    this.#leads = leads;
    this.#changed(leads);
  }
}
