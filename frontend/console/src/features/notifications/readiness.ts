import { useSyncExternalStore } from 'react';
import type { LiveState } from '../../../../shared/live';
import type { PreferencesView } from './preferences';

/** What is known of this browser's ways to call its operator. */
export interface Readiness {
  /** `unknown` until it was looked at. `blocked`: no press or key has allowed it yet, or the browser does not. */
  readonly sound: 'unknown' | 'on' | 'blocked' | 'unsupported';
  readonly permission: NotificationPermission | 'unsupported' | 'unknown';
  readonly push: 'unknown' | 'on' | 'off' | 'dead' | 'unsupported';
  /** What the operator answered to the last test since this browser was started. */
  readonly heard: boolean | null;
  readonly seen: boolean | null;
  readonly preferences: PreferencesView | null;
}

let now: Readiness = {
  sound: 'unknown',
  permission: 'unknown',
  push: 'unknown',
  heard: null,
  seen: null,
  preferences: null,
};
const listeners = new Set<() => void>();

export function readiness(): Readiness {
  return now;
}

export function setReadiness(changes: Partial<Readiness>): void {
  now = { ...now, ...changes };
  for (const listener of listeners) {
    listener();
  }
}

export function whenReadinessChanges(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useReadiness(): Readiness {
  return useSyncExternalStore(whenReadinessChanges, readiness);
}

export type CheckName =
  | 'sound_in_app'
  | 'sound_in_browser'
  | 'browser_permission'
  | 'operating_system'
  | 'connection'
  | 'push';

export interface Check {
  readonly check: CheckName;
  readonly state: 'ok' | 'fix' | 'cant_tell';
  /** Which sentence and which button go with it. */
  readonly because: string;
}

function soundInApp({ preferences }: Readiness): Check {
  const silent = preferences !== null && (!preferences.sounds || preferences.volume === 0);
  return { check: 'sound_in_app', state: silent ? 'fix' : 'ok', because: silent ? 'off' : 'ok' };
}

function soundInBrowser({ sound, heard }: Readiness): Check {
  const check = 'sound_in_browser';
  if (sound === 'blocked' || sound === 'unsupported') {
    return { check, state: 'fix', because: sound };
  }
  if (heard === null) {
    return { check, state: 'cant_tell', because: 'not_heard_yet' };
  }
  return heard ? { check, state: 'ok', because: 'ok' } : { check, state: 'fix', because: 'not_heard' };
}

function browserPermission({ permission }: Readiness): Check {
  const check = 'browser_permission';
  if (permission === 'granted') {
    return { check, state: 'ok', because: 'ok' };
  }
  return permission === 'unknown'
    ? { check, state: 'cant_tell', because: 'unknown' }
    : { check, state: 'fix', because: permission };
}

function operatingSystem({ seen }: Readiness): Check {
  const check = 'operating_system';
  if (seen === null) {
    return { check, state: 'cant_tell', because: 'not_seen_yet' };
  }
  return seen ? { check, state: 'ok', because: 'ok' } : { check, state: 'fix', because: 'not_seen' };
}

function connection(live: LiveState): Check {
  const ok = live === 'live';
  return { check: 'connection', state: ok ? 'ok' : 'fix', because: ok ? 'ok' : 'not_connected' };
}

function push({ push: state, permission }: Readiness): Check {
  const check = 'push';
  if (state === 'on') {
    return { check, state: 'ok', because: 'ok' };
  }
  if (state === 'dead') {
    return { check, state: 'fix', because: 'dead' };
  }
  // Without the permission nothing can be pushed, and that stands above already.
  const because = state === 'off' && permission === 'granted' ? 'off' : 'unknown';
  return { check, state: 'cant_tell', because };
}

/** Everything that must be right for a notification to arrive, in the order in which it is read. */
export function checks(known: Readiness, live: LiveState): readonly Check[] {
  return [
    soundInApp(known),
    soundInBrowser(known),
    browserPermission(known),
    operatingSystem(known),
    connection(live),
    push(known),
  ];
}

/** How many of them are known to be wrong. */
export function toFix(known: Readiness, live: LiveState): number {
  return checks(known, live).filter(({ state }) => state === 'fix').length;
}
