/** For how long an invitation is valid: ready lengths, or any other from five minutes to a year. */
export const LENGTHS = {
  '1_h': 3600,
  '8_h': 8 * 3600,
  '24_h': 24 * 3600,
  '7_days': 7 * 86_400,
  '30_days': 30 * 86_400,
} as const;

export type ReadyLength = keyof typeof LENGTHS;
export type Length = ReadyLength | 'custom';

export const UNITS = { minutes: 60, hours: 3600, days: 86_400 } as const;
export type Unit = keyof typeof UNITS;

export interface Wanted {
  readonly length: Length;
  /** As typed, for a length of one's own. */
  readonly number: string;
  readonly unit: Unit;
}

export const SHORTEST_SECONDS = 300;
export const LONGEST_SECONDS = 365 * 86_400;

/** Seconds; null when what is typed is no length, or not a possible one. */
export function secondsOf({ length, number, unit }: Wanted): number | null {
  const seconds = length === 'custom' ? Number(number.replace(',', '.')) * UNITS[unit] : LENGTHS[length];
  const whole = Math.round(seconds);
  return whole >= SHORTEST_SECONDS && whole <= LONGEST_SECONDS ? whole : null;
}

/** The moment of a day (`2026-11-24`) and a time (`09:30`) in this browser's zone; null when one is missing. */
export function momentOf(day: string, time: string): number | null {
  if (!day || !time) {
    return null;
  }
  const moment = new Date(`${day}T${time}`).getTime();
  return Number.isNaN(moment) ? null : moment;
}

/** When it ends: the length counts from the arranged time where there is one. */
export function endOf(seconds: number, arranged: number | null, now: number): number {
  return Math.max(now, arranged ?? now) + seconds * 1000;
}
