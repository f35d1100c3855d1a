import type { Live } from '../../../../shared/live';

/** The server hears at least this often how long nobody has touched the page. Milliseconds. */
const REPEATS = 30_000;
/** Who comes back after so long is told of at once, lest he be taken for somebody who has left. Milliseconds. */
const QUIET = 10_000;
const INPUT = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;
const CHANGES = ['focus', 'blur', 'visibilitychange'] as const;

/** By what this page can call its operator. */
export interface Abilities {
  readonly notifications: NotificationPermission;
  readonly sound: 'on' | 'off' | 'blocked';
}

const NONE: Abilities = { notifications: 'default', sound: 'off' };

/**
 * Tells the server whether the operator can see this page, and by what it could call him, so that it knows
 * whether an offer would be noticed.
 */
export class PageState {
  readonly #live: () => Live | null;
  readonly #stopListening: () => void;
  #touchedAt = performance.now();
  #lastSaid = '';
  #abilities = NONE;

  constructor(live: () => Live | null) {
    this.#live = live;
    const touched = () => {
      const before = this.#touchedAt;
      this.#touchedAt = performance.now();
      if (this.#touchedAt - before > QUIET) {
        this.tell();
      }
    };
    const changed = () => this.tellChange();
    const timer = setInterval(() => this.tell(), REPEATS);
    for (const event of INPUT) {
      addEventListener(event, touched, { passive: true, capture: true });
    }
    for (const event of CHANGES) {
      addEventListener(event, changed);
      document.addEventListener(event, changed);
    }
    this.#stopListening = () => {
      clearInterval(timer);
      for (const event of INPUT) {
        removeEventListener(event, touched, { capture: true });
      }
      for (const event of CHANGES) {
        removeEventListener(event, changed);
        document.removeEventListener(event, changed);
      }
    };
  }

  /** Tells it if it is another than before. */
  tellChange(): void {
    if (this.#appearance() !== this.#lastSaid) {
      this.tell();
    }
  }

  /** A new connection knows nothing yet: it has to be told everything. */
  tell(): void {
    this.#lastSaid = this.#appearance();
    this.#live()?.send({
      type: 'state',
      visible: document.visibilityState === 'visible',
      focused: document.hasFocus(),
      ...this.#abilities,
      microphone: 'absent',
      idle_seconds: Math.floor((performance.now() - this.#touchedAt) / 1000),
    });
  }

  /** From now on this page can call its operator by these. */
  can(abilities: Abilities): void {
    this.#abilities = abilities;
    this.tellChange();
  }

  stop(): void {
    this.#stopListening();
  }

  #appearance(): string {
    const { notifications, sound } = this.#abilities;
    return `${document.visibilityState} ${document.hasFocus()} ${notifications} ${sound}`;
  }
}
