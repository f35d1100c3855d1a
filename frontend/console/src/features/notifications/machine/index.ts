import { command } from '../../../foundation/command';
import type { Desk } from '../../../foundation/desk/desk';
import { request } from '../../../foundation/http';
import { type PreferencesChange, type PreferencesView, withChange } from '../preferences';
import { readiness, setReadiness } from '../readiness';
import { texts } from '../texts';
import { storeAnswers, storedAnswers } from './answers';
import { Cues } from './cues';
import { Leader } from './leader';
import { askPermission, permission, showNote } from './notes';
import { pushState, subscribeToPush } from './push';
import { Speaker } from './speaker';
import { serviceWorker } from './worker';

/** After a press on "Send me a test" there is time to put the window away. Milliseconds. */
const NOTE_AFTER = 3000;
const TEST_NOTE = 'test';

/** Everything by which this page calls its operator, from its start until he signs out. */
export class Machine {
  readonly #desk: Desk;
  readonly #speaker: Speaker;
  readonly #leader: Leader;
  readonly #cues: Cues;
  readonly #stops: (() => void)[];

  constructor(desk: Desk) {
    this.#desk = desk;
    this.#speaker = new Speaker((sound) => {
      setReadiness({ sound });
      this.#tellAbilities();
    });
    this.#leader = new Leader(desk.store.truth?.me.id ?? '', () => this.#tellAbilities());
    this.#cues = new Cues(desk, this.#speaker);
    setReadiness({ sound: this.#speaker.state, ...storedAnswers() });
    this.#stops = [this.#followPermission(), this.#followPreferences()];
    this.look();
  }

  stop(): void {
    for (const stop of this.#stops) {
      stop();
    }
    this.#cues.stop();
    this.#leader.stop();
    this.#speaker.stop();
  }

  /** Looks at everything anew, as "Check again" asks for. */
  async look(): Promise<void> {
    setReadiness({ permission: permission(), ...storedAnswers() });
    this.#tellAbilities();
    if (permission() === 'granted') {
      await serviceWorker();
    }
    await this.load().catch(() => undefined);
  }

  /** Fetches how the operator wishes to be told. */
  async load(): Promise<void> {
    const preferences = await request<PreferencesView>('GET', '/me/notifications');
    setReadiness({ preferences });
    this.#tellAbilities();
    setReadiness({ push: await pushState(preferences) });
  }

  /** Shows the change at once; the server's answer is the truth. Refuses with a `Refusal`. */
  async change(change: PreferencesChange): Promise<void> {
    const { preferences } = readiness();
    if (preferences) {
      setReadiness({ preferences: withChange(preferences, change) });
    }
    try {
      setReadiness({ preferences: await command<PreferencesView>('PUT', '/me/notifications', change) });
    } catch (failure) {
      setReadiness({ preferences });
      throw failure;
    }
    this.#tellAbilities();
  }

  /** Of use only while the operator presses something. */
  async unlockSound(): Promise<boolean> {
    await this.#speaker.unlock();
    return await this.#speaker.play('tick', readiness().preferences?.volume ?? 0);
  }

  /** Asks the browser for its permission, and then to be pushed to. */
  async turnOn(): Promise<void> {
    setReadiness({ permission: await askPermission() });
    this.#tellAbilities();
    await this.subscribe();
  }

  async subscribe(): Promise<boolean> {
    const { preferences } = readiness();
    const done = preferences !== null && permission() === 'granted' && (await subscribeToPush(preferences));
    await this.load().catch(() => undefined);
    return done;
  }

  /** Plays the sound now and shows a note in three seconds; the server pushes to all his browsers. */
  async test(): Promise<void> {
    await this.#speaker.unlock();
    this.#speaker.play('offer', readiness().preferences?.volume ?? 0);
    setTimeout(() => {
      const words = { title: texts('note_test'), body: texts('note_test_body') };
      showNote({ ...words, id: TEST_NOTE, path: '/', silent: true, offer: null });
    }, NOTE_AFTER);
    await command('POST', '/me/notifications/test');
  }

  answer(answers: { heard?: boolean; seen?: boolean }): void {
    setReadiness(answers);
    storeAnswers(readiness());
  }

  /** One page of a browser speaks for all: only that one says what it can do. */
  #tellAbilities(): void {
    const { preferences } = readiness();
    // The first call comes while this is being built.
    const speaker = this.#speaker as Speaker | undefined;
    if (!(this.#leader as Leader | undefined)?.leads) {
      this.#desk.page.can({ notifications: 'default', sound: 'off' });
      return;
    }
    const granted = permission();
    const silent = preferences !== null && (!preferences.sounds || preferences.volume === 0);
    const on = speaker?.state === 'on' ? 'on' : 'blocked';
    this.#desk.page.can({
      notifications: granted === 'unsupported' ? 'default' : granted,
      sound: silent ? 'off' : on,
    });
  }

  #followPermission(): () => void {
    let status: PermissionStatus | null = null;
    const changed = () => this.look();
    navigator.permissions
      ?.query({ name: 'notifications' })
      .then((found) => {
        status = found;
        status.addEventListener('change', changed);
      })
      .catch(() => undefined);
    return () => status?.removeEventListener('change', changed);
  }

  /** Another page of his has changed them, or a push service has said that this browser is gone. */
  #followPreferences(): () => void {
    return this.#desk.store.hear({
      onEvent: ({ event, data }) => {
        if (event === 'settings.changed' && (data as { what: string }).what === 'notifications') {
          this.load().catch(() => undefined);
        }
      },
    });
  }
}

let running: Machine | null = null;

/** Begins; returns how to end it. */
export function startMachine(desk: Desk): () => void {
  const machine = new Machine(desk);
  running = machine;
  return () => {
    machine.stop();
    if (running === machine) {
      running = null;
    }
  };
}

/** The machine of this page; null before it has begun. */
export function machine(): Machine | null {
  return running;
}
