import { expect, test } from 'vitest';
import { type ApprovedView, piecesOf, placesLeft } from './approved';

const BOOKED: ApprovedView = {
  id: 'booked',
  name: 'Rental booked',
  language: 'en',
  text: 'Hello {name}, ready on {day}. See you on {day}',
  parameters: ['name', 'day'],
  unusable: null,
};

test('a place shows its name until something stands in it, everywhere it occurs', () => {
  expect(piecesOf(BOOKED, { day: 'Friday' })).toEqual([
    { text: 'Hello ', kind: 'words' },
    { text: '{name}', kind: 'missing' },
    { text: ', ready on ', kind: 'words' },
    { text: 'Friday', kind: 'filled' },
    { text: '. See you on ', kind: 'words' },
    { text: 'Friday', kind: 'filled' },
  ]);
});

test('a value is taken as it is, and spaces fill nothing', () => {
  expect(piecesOf(BOOKED, { name: '{day}' })[1]).toEqual({ text: '{day}', kind: 'filled' });
  expect(placesLeft(BOOKED, { name: ' ', day: '{name}' })).toEqual(['name']);
});
