import { expect, test } from 'vitest';
import { dayOf, momentOf, snoozeTimes, wrongTime } from './snooze-times';

const at = (text: string) => new Date(text).getTime();
const named = (now: string) =>
  snoozeTimes(at(now)).map(
    ({ name, at: moment }) => `${name} ${dayOf(moment)} ${new Date(moment).getHours()}`,
  );

test('on a Wednesday morning all of them are there', () => {
  expect(named('2026-11-25T09:00')).toEqual([
    'hour 2026-11-25 10',
    'later 2026-11-25 16',
    'tomorrow 2026-11-26 8',
    'monday 2026-11-30 8',
    'week 2026-12-02 8',
  ]);
});

test('late in the day there is no later, on a Sunday Monday is tomorrow', () => {
  expect(named('2026-11-29T14:30').map((each) => each.split(' ')[0])).toEqual(['hour', 'tomorrow', 'week']);
});

test('on a Monday the next Monday is a week away, and is said once', () => {
  expect(named('2026-11-30T20:00')).toEqual([
    'hour 2026-11-30 21',
    'tomorrow 2026-12-01 8',
    'week 2026-12-07 8',
  ]);
});

test('a time is wrong that has passed, is missing, or is more than a year away', () => {
  const now = at('2026-11-25T09:00');
  expect(wrongTime(momentOf('2026-11-25', '09:01'), now)).toBeNull();
  expect(wrongTime(momentOf('2026-11-25', '09:00'), now)).toBe('time_past');
  expect(wrongTime(momentOf('2026-11-25', ''), now)).toBe('time_past');
  expect(wrongTime(momentOf('2027-11-25', '08:59'), now)).toBeNull();
  expect(wrongTime(momentOf('2027-11-26', '09:00'), now)).toBe('time_too_far');
});
