import { expect, test } from 'vitest';
import { divide } from './why-facts';

test('clients who wait are divided by the first thing that speaks against each', () => {
  const reason = (code: string) => ({ code, words: `${code}.` });
  const waiting = [
    { conversation_id: 'c1', reasons: [reason('full'), reason('channel_off')] },
    { conversation_id: 'c2', reasons: [reason('channel_off')] },
    { conversation_id: 'c3', reasons: [reason('channel_off')] },
    { conversation_id: 'c4', reasons: [] },
  ];
  expect(divide({ waiting }).map(({ code, count }) => [code, count])).toEqual([
    ['channel_off', 2],
    ['full', 1],
    ['none', 1],
  ]);
});
