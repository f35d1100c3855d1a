/** When a working day begins, for "tomorrow morning". */
const MORNING = 8;
/** "Later today" is this hour, and is offered as long as it is well away. */
const LATER = 16;
const HOUR = 3_600_000;
const DAYS_OF_WEEK = 7;
/** The server's bound: what is put aside for longer is forgotten. */
const LONGEST = 365 * 24 * HOUR;

export type TimeName = 'hour' | 'later' | 'tomorrow' | 'monday' | 'week';

export interface SnoozeTime {
  readonly name: TimeName;
  /** Milliseconds since 1970. */
  readonly at: number;
}

function onDay(now: number, days: number, hour: number): number {
  const moment = new Date(now);
  moment.setDate(moment.getDate() + days);
  return moment.setHours(hour, 0, 0, 0);
}

/** The times that most are wanted, in their order; none of them twice, all in this browser's own zone. */
export function snoozeTimes(now: number): readonly SnoozeTime[] {
  const later = onDay(now, 0, LATER);
  const toMonday = (DAYS_OF_WEEK + 1 - new Date(now).getDay()) % DAYS_OF_WEEK || DAYS_OF_WEEK;
  return [
    { name: 'hour', at: now + HOUR },
    ...(later - now > 2 * HOUR ? [{ name: 'later', at: later } as const] : []),
    { name: 'tomorrow', at: onDay(now, 1, MORNING) },
    ...(toMonday > 1 && toMonday < DAYS_OF_WEEK
      ? [{ name: 'monday', at: onDay(now, toMonday, MORNING) } as const]
      : []),
    { name: 'week', at: onDay(now, DAYS_OF_WEEK, MORNING) },
  ];
}

/** The moment of a day (`2026-11-24`) and a time (`09:30`) in this browser's zone; null when one is missing. */
export function momentOf(day: string, time: string): number | null {
  const moment = day && time ? new Date(`${day}T${time}`).getTime() : Number.NaN;
  return Number.isNaN(moment) ? null : moment;
}

/** Why one cannot be snoozed until then. */
export function wrongTime(at: number | null, now: number): 'time_past' | 'time_too_far' | null {
  if (at === null || at <= now) {
    return 'time_past';
  }
  return at - now > LONGEST ? 'time_too_far' : null;
}

/** A day as a field of dates has it, in this browser's zone. */
export function dayOf(at: number): string {
  const moment = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}
