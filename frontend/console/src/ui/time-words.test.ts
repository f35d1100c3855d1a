import { beforeAll, describe, expect, test } from 'vitest';
import { speak } from '../../../shared/i18n';
import english from './texts/en.json';
import { dayLine, lasting, left, past, running, secondsLeft } from './time-words';

const noon = new Date(2026, 10, 24, 12).getTime();
const hour = 3_600_000;

beforeAll(() => speak('en', { ui: english }));

describe('lengths', () => {
  test.each([
    [0, '0:00'],
    [161, '2:41'],
    [59.9, '0:59'],
    [3599, '59:59'],
    [3600, '1 h'],
    [11_400, '3 h 10 min'],
    [-5, '0:00'],
  ])('%d seconds run as "%s"', (seconds, words) => {
    expect(running(seconds)).toBe(words);
  });

  test.each([
    [59, '0 min'],
    [2280, '38 min'],
    [13_320, '3 h 42 min'],
    [18_000, '5 h'],
  ])('%d seconds last "%s"', (seconds, words) => {
    expect(lasting(seconds)).toBe(words);
  });
});

test('the past is now, then minutes and hours, then a date', () => {
  const ago = (milliseconds: number) => past(noon - milliseconds, noon);
  expect([ago(59_000), ago(60_000), ago(13.7 * hour), ago(24 * hour)]).toEqual([
    'now',
    '1 min',
    '13 h 42 min',
    '23 Nov',
  ]);
  expect(past(new Date(2025, 10, 2).getTime(), noon)).toBe('2 Nov 2025');
});

test('what is left counts down to 0:00 and says then how much it is over', () => {
  expect([238_000, 500, 0, -1000, -19_400].map((milliseconds) => left(noon + milliseconds, noon))).toEqual([
    '3:58',
    '0:01',
    '0:00',
    '0:01 over',
    '0:19 over',
  ]);
});

test('the seconds of an offer end at 0', () => {
  expect([secondsLeft(noon + 17_100, noon), secondsLeft(noon - 1, noon)]).toEqual(['18 s', '0 s']);
});

test('the line above messages knows today and yesterday', () => {
  expect([
    dayLine(noon - 11 * hour, noon),
    dayLine(noon - 13 * hour, noon),
    dayLine(noon - 49 * hour, noon),
  ]).toEqual(['Today, 24 November', 'Yesterday, 23 November', 'Sunday, 22 November']);
});
