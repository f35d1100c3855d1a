import { expect, test } from 'vitest';
import { type Sound, samplesOf, secondsOf } from './sounds';

const SOUNDS: readonly Sound[] = ['offer', 'message', 'tick'];

test.each(SOUNDS)(
  '%s is shorter than a second, begins and ends in silence, and is never cut off',
  (sound) => {
    const samples = samplesOf(sound, 48_000);
    expect(secondsOf(sound)).toBeLessThan(1);
    expect(Math.abs(samples[0] ?? 1)).toBeLessThan(0.01);
    expect(Math.abs(samples.at(-1) ?? 1)).toBeLessThan(0.02);
    expect(samples.reduce((most, one) => Math.max(most, Math.abs(one)), 0)).toBeLessThan(1);
  },
);

test('the tick is the softest of all', () => {
  const loudest = (sound: Sound) => Math.max(...samplesOf(sound, 8000));
  expect(loudest('tick')).toBeLessThan(loudest('message'));
  expect(loudest('message')).toBeLessThan(loudest('offer'));
});
