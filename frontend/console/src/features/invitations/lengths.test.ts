import { describe, expect, test } from 'vitest';
import { endOf, lengthWords, momentOf, readyLengths, secondsOf, usualLength } from './lengths';
import { calendarAddress, ending, joinPlace, shortLink } from './links';

const YEAR = 31_536_000;
const URL = 'https://talk.alderway.example/i/9fQ2aaaaaaaaaaaaaaaaaaaw7Kd';

describe('lengths', () => {
  test.each([
    ['24_h', '', 'hours', 86_400],
    ['custom', '90', 'minutes', 5400],
    ['custom', '1,5', 'hours', 5400],
    ['custom', '4', 'minutes', null],
    ['custom', '366', 'days', null],
    ['custom', 'many', 'days', null],
    ['custom', '', 'days', null],
  ] as const)('%s %s %s', (length, number, unit, seconds) => {
    expect(secondsOf({ length, number, unit }, YEAR)).toBe(seconds);
  });

  test('the company has its own usual and longest', () => {
    const company = {
      invitation_once_seconds: 5400,
      invitation_repeatedly_seconds: 604_800,
      invitation_longest_seconds: 172_800,
    };
    expect(usualLength('once', company)).toEqual({ length: 'custom', number: '90', unit: 'minutes' });
    expect(usualLength('repeatedly', company)).toMatchObject({ length: 'custom', number: '2', unit: 'days' });
    expect(readyLengths(172_800)).toEqual(['1_h', '8_h', '24_h']);
    expect(secondsOf({ length: 'custom', number: '3', unit: 'days' }, 172_800)).toBeNull();
    expect(secondsOf(usualLength('repeatedly', company), 172_800)).toBe(172_800);
  });

  test.each([
    [YEAR, '1 year'],
    [172_800, '2 days'],
    [129_600, '36 hours'],
    [5400, '90 minutes'],
  ])('%s seconds are %s', (seconds, words) => {
    expect(lengthWords(seconds)).toBe(words);
  });

  test('a length counts from the arranged time, and from now where that is past', () => {
    expect(endOf(60, null, 1000)).toBe(61_000);
    expect(endOf(60, 5000, 1000)).toBe(65_000);
    expect(endOf(60, 500, 1000)).toBe(61_000);
  });

  test('a day without a time is no moment', () => {
    expect(momentOf('2026-11-24', '')).toBeNull();
    expect(momentOf('', '09:30')).toBeNull();
    expect(momentOf('2026-11-24', '09:30')).toBe(new Date(2026, 10, 24, 9, 30).getTime());
  });
});

test('of a link only the middle is hidden', () => {
  expect(shortLink(URL)).toBe('talk.alderway.example/i/9fQ2…w7Kd');
  expect(ending(URL)).toBe('w7Kd');
  expect(joinPlace(URL)).toBe('talk.alderway.example/join');
  expect(calendarAddress(URL)).toBe('/api/v1/public/invitations/9fQ2aaaaaaaaaaaaaaaaaaaw7Kd/calendar.ics');
});
