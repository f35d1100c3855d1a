import { expect, test } from 'vitest';
import { fits, keysForAria, keysInWords, strokesOf } from './key-combination';

const still = { shiftKey: false, altKey: false, ctrlKey: false, metaKey: false };

test.each([
  ['Mod+K', 'Ctrl K', '⌘ K'],
  ['Shift+A', '⇧ A', '⇧ A'],
  ['Alt+T', 'Alt T', '⌃⌥ T'],
  ['G H', 'G H', 'G H'],
  ['?', '?', '?'],
])('%s is shown as "%s", on a Mac as "%s"', (combination, elsewhere, mac) => {
  expect([keysInWords(combination, false), keysInWords(combination, true)]).toEqual([elsewhere, mac]);
});

test.each([
  ['Mod+K', 'Control+K', 'Meta+K'],
  ['Alt+T', 'Alt+T', 'Control+Alt+T'],
  ['A', 'A', 'A'],
  ['G H', undefined, undefined],
])('%s is told to screen readers as %s, on a Mac as %s', (combination, elsewhere, mac) => {
  expect([keysForAria(combination, false), keysForAria(combination, true)]).toEqual([elsewhere, mac]);
});

test('on a Mac Alt is Ctrl and Option, and Mod is Command', () => {
  const [alt] = strokesOf('Alt+T');
  const [mod] = strokesOf('Mod+K');
  const option = { ...still, key: '†', code: 'KeyT', altKey: true };
  expect(alt && fits(option, alt, true)).toBe(false);
  expect(alt && fits({ ...option, ctrlKey: true }, alt, true)).toBe(true);
  expect(mod && fits({ ...still, key: 'k', code: 'KeyK', metaKey: true }, mod, true)).toBe(true);
  expect(mod && fits({ ...still, key: 'k', code: 'KeyK', ctrlKey: true }, mod, true)).toBe(false);
});
