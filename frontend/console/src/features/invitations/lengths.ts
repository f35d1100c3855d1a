import type { CompanySettingsView } from '../../../../shared/api/views';
import { spokenNow } from '../../../../shared/i18n';

/** For how long an invitation is valid: ready lengths, or any other from five minutes to the company's longest. */
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
const YEAR_SECONDS = 365 * 86_400;

type Company = Pick<
  CompanySettingsView,
  'invitation_once_seconds' | 'invitation_repeatedly_seconds' | 'invitation_longest_seconds'
>;

/** What is chosen as long as nobody has chosen: as the company has it. */
export function usualLength(use: 'once' | 'repeatedly', company: Company): Wanted {
  const seconds = Math.min(company[`invitation_${use}_seconds`], company.invitation_longest_seconds);
  const ready = (Object.keys(LENGTHS) as ReadyLength[]).find((each) => LENGTHS[each] === seconds);
  const unit =
    (['days', 'hours', 'minutes'] as const).find((each) => seconds % UNITS[each] === 0) ?? 'minutes';
  return { length: ready ?? 'custom', number: String(seconds / UNITS[unit]), unit };
}

/** The ready lengths that the company allows. */
export function readyLengths(longest: number): readonly ReadyLength[] {
  return (Object.keys(LENGTHS) as ReadyLength[]).filter((each) => LENGTHS[each] <= longest);
}

/** A length in words, such as "1 year" or "36 hours". */
export function lengthWords(seconds: number): string {
  const units = { year: YEAR_SECONDS, day: UNITS.days, hour: UNITS.hours, minute: UNITS.minutes };
  const [unit, size] = Object.entries(units).find(([, each]) => seconds % each === 0) ?? ['second', 1];
  const words = { style: 'unit', unit, unitDisplay: 'long' } as const;
  return new Intl.NumberFormat(spokenNow().language, words).format(seconds / size);
}

/** Seconds; null when what is typed is no length, or not a possible one. */
export function secondsOf({ length, number, unit }: Wanted, longest: number): number | null {
  const seconds = length === 'custom' ? Number(number.replace(',', '.')) * UNITS[unit] : LENGTHS[length];
  const whole = Math.round(seconds);
  return whole >= SHORTEST_SECONDS && whole <= longest ? whole : null;
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
