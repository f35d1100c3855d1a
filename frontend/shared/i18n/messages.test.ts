import { describe, expect, test } from 'vitest';
import { chooseLanguage } from './languages';
import { fill, format } from './messages';

describe('format', () => {
  test('puts values into their places', () => {
    expect(format('{who} wrote to {whom}', 'en', { who: 'Jana', whom: 'Klára' })).toBe('Jana wrote to Klára');
  });

  test('chooses the plural form by the rules of the language', () => {
    const clients = { one: '{count} klient', few: '{count} klienti', other: '{count} klientů' };
    expect([1, 2, 5, 22].map((count) => format(clients, 'cs', { count }))).toEqual([
      '1 klient',
      '2 klienti',
      '5 klientů',
      '22 klientů',
    ]);
  });

  test('falls back to the form for all other numbers', () => {
    expect(format({ other: '{count} things' }, 'en', { count: 1 })).toBe('1 things');
  });

  test('writes numbers as the language does', () => {
    expect(format('{count}', 'de', { count: 12345 })).toBe('12.345');
  });

  test('shows a place without a value as it is written', () => {
    expect(format('Hello {name}', 'en')).toBe('Hello {name}');
  });

  test('does not read places in what a client wrote', () => {
    expect(format('{text} and {other}', 'en', { text: '{other}', other: 'x' })).toBe('{other} and x');
  });
});

test('fill keeps elements as they are', () => {
  const key = { cap: 'J' };
  expect(fill('press {key} for the next', { key })).toEqual(['press ', key, ' for the next']);
});

test.each([
  [['cs-CZ', 'en'], 'cs'],
  [[null, 'fr', 'de-AT'], 'de'],
  [['pl'], 'en'],
  [[], 'en'],
] as const)('of %j Hovor speaks %s', (wished, language) => {
  expect(chooseLanguage(wished)).toBe(language);
});
