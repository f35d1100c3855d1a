import { expect, test } from 'vitest';
import { isAddress } from './starts';

test.each([
  ['phone', '+44 20 7946-0120', true],
  ['phone', '00420 (601) 900 263', true],
  ['phone', '601 900 263', false],
  ['email', ' jana@example.com ', true],
  ['email', 'jana@example', false],
  ['vendor', 'jana', true],
  ['vendor', '  ', false],
] as const)('as an address of kind %s, %s is right: %s', (kind, typed, right) => {
  expect(isAddress(kind, typed)).toBe(right);
});
