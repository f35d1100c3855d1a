import { expect, test } from 'vitest';
import { merge } from './merge';
import { lineOf } from './testing';

const numbers = (lines: ReturnType<typeof merge>) => lines.map(({ number }) => number);

test('lines stand in the order of their numbers, whenever they came', () => {
  expect(numbers(merge([lineOf(3), lineOf(1)], [lineOf(2)]))).toEqual([1, 2, 3]);
});

test('a line that comes twice stands once', () => {
  const once = merge([], [lineOf(1), lineOf(2)]);
  expect(merge(once, [lineOf(2), lineOf(1)])).toEqual(once);
});

test('the newer version of a line stays, whichever comes first', () => {
  const read = lineOf(1, { version: 2, delivery: { state: 'read' } });
  expect(merge([lineOf(1)], [read])).toEqual([read]);
  expect(merge([read], [lineOf(1)])).toEqual([read]);
});

test('an earlier conversation stands before a later one, although its numbers are greater', () => {
  const lines = merge([lineOf(1, { id: 'x', conversation_id: 'c2' })], [lineOf(9)]);
  expect(lines.map(({ conversation_id }) => conversation_id)).toEqual(['c1', 'c2']);
});
