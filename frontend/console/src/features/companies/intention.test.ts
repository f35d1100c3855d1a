import { expect, test } from 'vitest';
import { keysOfIntention } from './intention';

test('the same body keeps its key, another one gets a new one', () => {
  const keyFor = keysOfIntention();
  const first = keyFor({ name: 'Shop' });
  expect(keyFor({ name: 'Shop' })).toBe(first);
  const second = keyFor({ name: 'Shop 2' });
  expect(second).not.toBe(first);
  expect(keyFor({ name: 'Shop' })).not.toBe(first);
});

test('two intentions never share a key', () => {
  expect(keysOfIntention()({ name: 'Shop' })).not.toBe(keysOfIntention()({ name: 'Shop' }));
});
