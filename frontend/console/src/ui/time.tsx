import { useSyncExternalStore } from 'react';
import { spokenNow, whenLanguageChanges } from '../../../shared/i18n';
import { everySecond, now } from './ticker';
import { clock, day, dayLine, exact, lasting, left, moment, past, running, secondsLeft } from './time-words';

/**
 * How a time is written:
 * `running` "2:41" since then · `lasting` "2 h 14 min" since then · `past` "38 min" ago, later the date ·
 * `left` "3:58" until then or "0:19 over" · `seconds` "18 s" until then · `clock` "10:18" · `exact` "10:18:04" ·
 * `day` "2 Nov" · `day-line` "Today, 23 November" · `moment` "Tue 24 Nov, 09:30".
 */
export type TimeStyle =
  | 'running'
  | 'lasting'
  | 'past'
  | 'left'
  | 'seconds'
  | 'clock'
  | 'exact'
  | 'day'
  | 'day-line'
  | 'moment';

/** A moment: RFC 3339 as the API gives it, or milliseconds since 1970. */
export type Instant = string | number;

export function toMilliseconds(at: Instant): number {
  return typeof at === 'number' ? at : Date.parse(at);
}

const WORDS: Readonly<Record<TimeStyle, (at: number, now: number) => string>> = {
  running: (at, now) => running((now - at) / 1000),
  lasting: (at, now) => lasting((now - at) / 1000),
  past,
  left,
  seconds: secondsLeft,
  clock,
  exact,
  day,
  'day-line': dayLine,
  moment,
};

/** The words of a time as of now, for names such as "waiting 2:41". */
export function timeWords(at: Instant, style: TimeStyle): string {
  return WORDS[style](toMilliseconds(at), now());
}

function follow(listener: () => void): () => void {
  const stops = [everySecond(listener), whenLanguageChanges(listener)];
  return () => {
    for (const stop of stops) {
      stop();
    }
  };
}

/** The words of a time, kept up to date. Draws again only when the words change. */
export function useTimeWords(at: Instant, style: TimeStyle): string {
  return useSyncExternalStore(follow, () => timeWords(at, style));
}

/**
 * A fact about now that is drawn again only when it changes, for example the tone of a service target:
 * `useNow((now) => (deadline < now ? 'bad' : undefined))`. It must give a plain value, not a new object.
 */
export function useNow<Value extends string | number | boolean | undefined>(
  read: (now: number) => Value,
): Value {
  return useSyncExternalStore(everySecond, () => read(now()));
}

export interface TimeProps {
  at: Instant;
  style: TimeStyle;
  /** The whole moment on hover. */
  explained?: boolean;
}

/** A time in tabular figures; it ticks silently and is in no live region. */
export function Time({ at, style, explained }: TimeProps) {
  const words = useTimeWords(at, style);
  const instant = new Date(toMilliseconds(at)).toISOString();
  return (
    <time
      className="num"
      dateTime={instant}
      title={explained ? timeWords(at, 'moment') : undefined}
      lang={spokenNow().language}
    >
      {words}
    </time>
  );
}
