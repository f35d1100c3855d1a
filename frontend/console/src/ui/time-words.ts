import { spokenNow } from '../../../shared/i18n';
import { texts } from './texts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** English is written the way the design shows it: day before month, 24 hours. */
function locale(): string {
  const { language } = spokenNow();
  return language === 'en' ? 'en-GB' : language;
}

/** "2:41"; from an hour on in words. For times that run. */
export function running(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return whole < HOUR
    ? `${Math.floor(whole / MINUTE)}:${String(whole % MINUTE).padStart(2, '0')}`
    : lasting(whole);
}

/** "38 min", "3 h 42 min", "5 h". For lengths that need no seconds. */
export function lasting(seconds: number): string {
  const minutes = Math.floor(Math.max(0, seconds) / MINUTE);
  const hours = Math.floor(minutes / 60);
  if (hours === 0) {
    return texts('minutes', { minutes });
  }
  const rest = minutes % 60;
  return rest === 0 ? texts('hours', { hours }) : texts('hours_minutes', { hours, minutes: rest });
}

/** "now", "38 min", "3 h 42 min", and from a day on the date: how long ago something was. */
export function past(instant: number, now: number): string {
  const seconds = (now - instant) / 1000;
  if (seconds < MINUTE) {
    return texts('now');
  }
  return seconds < DAY ? lasting(seconds) : day(instant, now);
}

/** "3:58" left, or "0:19 over". */
export function left(until: number, now: number): string {
  const seconds = Math.ceil((until - now) / 1000);
  return seconds >= 0 ? running(seconds) : texts('over', { time: running(-seconds) });
}

/** "18 s": the seconds of an offer. */
export function secondsLeft(until: number, now: number): string {
  return texts('seconds', { seconds: Math.max(0, Math.ceil((until - now) / 1000)) });
}

/** "10:18". */
export function clock(instant: number): string {
  return new Intl.DateTimeFormat(locale(), { hour: '2-digit', minute: '2-digit' }).format(instant);
}

/** "10:18:04": for what is told in its order. */
export function exact(instant: number): string {
  const style = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
  return new Intl.DateTimeFormat(locale(), style).format(instant);
}

/** "2 Nov", with the year when it is another one. */
export function day(instant: number, now: number): string {
  const sameYear = new Date(instant).getFullYear() === new Date(now).getFullYear();
  const year = sameYear ? {} : ({ year: 'numeric' } as const);
  return new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short', ...year }).format(instant);
}

/** "24 December 2026": a day of the calendar, written as `2026-12-24`; the same in every zone. */
export function calendarDay(date: string): string {
  const style = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(locale(), style).format(new Date(`${date}T00:00:00Z`));
}

/** "Today, 23 November": the line above a day's messages. */
export function dayLine(instant: number, now: number): string {
  const date = new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'long' }).format(instant);
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  if (instant >= midnight) {
    return texts('today', { date });
  }
  const yesterday = new Date(midnight).setDate(new Date(midnight).getDate() - 1);
  return instant >= yesterday ? texts('yesterday', { date }) : `${weekday(instant)}, ${date}`;
}

function weekday(instant: number): string {
  return new Intl.DateTimeFormat(locale(), { weekday: 'long' }).format(instant);
}

/** "Tue 24 Nov, 09:30": a moment in the reader's own zone. */
export function moment(instant: number): string {
  return new Intl.DateTimeFormat(locale(), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).format(instant);
}
