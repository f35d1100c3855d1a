import { expect, test } from 'vitest';
import { type SteadyRow, steadyRows } from './use-steady';

const items = (...ids: string[]) => ids.map((id) => ({ id }));
const rows = (...ids: string[]): SteadyRow<{ id: string }>[] =>
  items(...ids).map((item) => ({ item, gone: false }));
const words = (list: readonly SteadyRow<{ id: string }>[]) =>
  list.map(({ item, gone }) => (gone ? `(${item.id})` : item.id));

test('while somebody points at a list nothing in it changes its place', () => {
  expect(words(steadyRows(rows('a', 'b', 'c'), items('c', 'b', 'a')))).toEqual(['a', 'b', 'c']);
});

test('what has left stays in its place, what is new comes at the end', () => {
  expect(words(steadyRows(rows('a', 'b', 'c'), items('new', 'a', 'c')))).toEqual(['a', '(b)', 'c', 'new']);
});

test('what comes back is there again, with its newest words', () => {
  const before = [{ item: { id: 'a', words: 'old' }, gone: true }];
  expect(steadyRows(before, [{ id: 'a', words: 'new' }])).toEqual([
    { item: { id: 'a', words: 'new' }, gone: false },
  ]);
});
