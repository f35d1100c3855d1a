import { beforeAll, expect, test } from 'vitest';
import { speak } from '../../../../shared/i18n';
import english from './texts/en.json';
import { happeningWords, operatorWords, waitsWords } from './why-waits-facts';

beforeAll(() => speak('en', { routing: english }));

const who = (reasons: string[], rests_until: string | null = null) => ({
  operator_id: 'o',
  name: 'Klára',
  reasons: reasons.map((code) => ({ code, words: 'In the server’s words.' })),
  rests_until,
});
const now = (...operators: ReturnType<typeof who>[]) => ({ now: { words: '', operators } });

test('the sentence says how many could take it and why none does', () => {
  expect(waitsWords(now())).toBe('Nobody serves this queue on this channel.');
  expect(waitsWords(now(who(['away'])))).toBe('One operator may take it, and can’t right now.');
  expect(waitsWords(now(who(['away']), who(['full'])))).toBe(
    '2 operators may take it. None of them can right now.',
  );
  expect(waitsWords(now(who(['away']), who([], '2026-01-01T00:00:00Z')))).toContain('again');
  expect(waitsWords({ now: null })).toBe('It doesn’t wait any more.');
});

test('each operator has a fact, and one that nobody knows stands as the server says it', () => {
  expect(operatorWords(who(['missing_skill']))).toBe('Klára doesn’t have a skill that is asked for.');
  expect(operatorWords(who(['of the future']))).toBe('In the server’s words.');
});

test('what happened is told with names', () => {
  const nothing = { name: null, queue: null, reason: null };
  expect(happeningWords({ ...nothing, what: 'rule', name: 'VIP', queue: 'Sales' })).toBe(
    'The rule “VIP” sent it to Sales.',
  );
  expect(happeningWords({ ...nothing, what: 'declined', name: 'Klára', reason: 'In a long chat' })).toBe(
    'Offered to Klára, declined: In a long chat',
  );
  expect(happeningWords({ ...nothing, what: 'overflows', queue: 'Care' })).toBe('It moves on to Care.');
});
