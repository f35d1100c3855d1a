import { afterEach, expect, test } from 'vitest';
import { chooseKeys, keysNow } from './chosen-keys';
import { combinationOf, keysForAria } from './key-combination';

const still = { shiftKey: false, altKey: false, ctrlKey: false, metaKey: false };

afterEach(() => chooseKeys('A', null));

test('chosen keys stand in for the usual ones, on the screen and for screen readers', () => {
  chooseKeys('A', 'Alt+Y');
  expect([keysNow('A'), keysForAria('A', false)]).toEqual(['Alt+Y', 'Alt+Y']);
  expect(localStorage.getItem('hovor.keys')).toBe('{"A":"Alt+Y"}');
  chooseKeys('A', '');
  expect([keysNow('A'), keysForAria('A', false)]).toEqual(['', undefined]);
  chooseKeys('A', null);
  expect(keysNow('A')).toBe('A');
});

test.each([
  ['Q', { ...still, key: 'q', code: 'KeyQ' }],
  ['Shift+Q', { ...still, key: 'Q', code: 'KeyQ', shiftKey: true }],
  ['Alt+Y', { ...still, key: 'y', code: 'KeyY', altKey: true }],
  ['Mod+J', { ...still, key: 'j', code: 'KeyJ', ctrlKey: true }],
  ['?', { ...still, key: '?', code: 'Slash', shiftKey: true }],
  ['F7', { ...still, key: 'F7', code: 'F7' }],
  ['Shift+F7', { ...still, key: 'F7', code: 'F7', shiftKey: true }],
])('a press is written as %s', (written, press) => {
  expect(combinationOf(press, false)).toBe(written);
});

test.each(['Shift', 'Control', 'Tab', 'Enter', ' ', 'Escape', 'Backspace', 'Dead'])(
  '%j alone is none',
  (key) => {
    expect(combinationOf({ ...still, key, code: '' }, false)).toBeNull();
  },
);
