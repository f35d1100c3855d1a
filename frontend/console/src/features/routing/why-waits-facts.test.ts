import { beforeAll, expect, test } from 'vitest';
import { speak } from '../../../../shared/i18n';
import english from './texts/en.json';
import {
  byNearness,
  chiefReason,
  folded,
  happeningWords,
  lookOf,
  notGivenBecause,
  type WhoCould,
  waitsWords,
} from './why-waits-facts';

beforeAll(() => speak('en', { routing: english }));

const who = (reasons: string[], rests_until: string | null = null, name = 'Klára'): WhoCould => ({
  operator_id: name,
  name,
  reasons: reasons.map((code) => ({ code, words: 'In the server’s words.' })),
  rests_until,
});
const now = (...operators: WhoCould[]) => ({ operators, again_at: null });
const sentence = (...operators: WhoCould[]) => waitsWords({ now: now(...operators) }, null);

test('the sentence says how many could take it and why none does', () => {
  expect(sentence()).toBe('Nobody serves this queue on this channel.');
  expect(sentence(who(['away']))).toBe('One operator may take it, and can’t right now.');
  expect(sentence(who(['away']), who(['full']))).toBe('2 operators may take it. None of them can right now.');
  expect(sentence(who(['away']), who([], '2026-01-01T00:00:00Z'))).toContain('again');
  expect(sentence(who(['picked_by_hand']))).toContain('pick from this queue themselves');
  expect(waitsWords({ now: null }, null)).toBe('It doesn’t wait any more.');
  expect(waitsWords({ now: null }, 'Tomáš')).toBe('It’s being offered to Tomáš now.');
});

test('whoever does not serve it now is none of those who may take it', () => {
  expect(sentence(who(['away']), who(['not_in_group']))).toContain('One operator');
  expect(sentence(who(['offline', 'channel_not_assigned']))).toContain('Nobody serves');
});

test('one for whom it is kept is named', () => {
  const kept = now(who(['kept_for_another', 'away']), who(['full'], null, 'Tomáš'));
  expect(waitsWords({ now: kept }, null)).toContain('kept for Tomáš');
});

test('of several reasons the one that lasts is told, and who is nearest stands first', () => {
  expect(chiefReason(who(['offline', 'channel_not_assigned']))?.code).toBe('channel_not_assigned');
  expect(chiefReason(who(['away', 'full']))?.code).toBe('away');
  const ranked = byNearness([
    who(['offline'], null, 'far'),
    who(['full'], null, 'near'),
    who([], null, 'able'),
  ]);
  expect(ranked.map(({ name }) => name)).toEqual(['able', 'near', 'far']);
  expect(lookOf(who(['of the future'])).icon).toBe('block');
  expect(lookOf(who([], '2026-01-01T00:00:00Z')).icon).toBe('clock');
});

test('a supervisor’s word passes over limits and skills, not over absence', () => {
  const all = now(who(['full', 'missing_skill'], null, 'a'), who(['missing_skill', 'on_call'], null, 'b'));
  expect(notGivenBecause(all, 'a')).toBeUndefined();
  expect(notGivenBecause(all, 'b')).toBe('b is on a call.');
  expect(notGivenBecause(all, 'nobody')).toBeUndefined();
  expect(notGivenBecause(now(who(['of the future'], null, 'c')), 'c')).toBe('In the server’s words.');
});

test('what happened and what comes is told with names', () => {
  const nothing = { name: null, queue: null, reason: null, operator_id: null, wider: null };
  const wider = { drop_skills: false, lower_to: null, add_group_ids: [], groups: [] };
  expect(happeningWords({ ...nothing, what: 'rule', name: 'VIP', queue: 'Sales' })).toBe(
    'The rule “VIP” sent it to Sales.',
  );
  expect(happeningWords({ ...nothing, what: 'declined', name: 'Klára', reason: 'In a long chat' })).toBe(
    'Offered to Klára, declined: In a long chat',
  );
  expect(happeningWords({ ...nothing, what: 'overflows', queue: 'Care' })).toBe('It moves on to Care.');
  expect(
    happeningWords({ ...nothing, what: 'widened', name: 'Sofia', wider: { ...wider, groups: ['A', 'B'] } }),
  ).toBe('Sofia opened it to A and B.');
  expect(happeningWords({ ...nothing, what: 'asks_less', wider: { ...wider, lower_to: 2 } })).toBe(
    'Level 2 of the skills is enough.',
  );
  expect(happeningWords({ ...nothing, what: 'asks_less', wider: { ...wider, drop_skills: true } })).toBe(
    'No skill is asked for any more.',
  );
});

test('what happens time and again is told once', () => {
  const nothing = { queue: null, reason: null, operator_id: null, wider: null };
  const missed = (at: string, name: string) => ({ ...nothing, at, what: 'undelivered', name });
  const told = folded([missed('1', 'Klára'), missed('2', 'Klára'), missed('3', 'Tomáš')]);
  expect(told.map(({ at, times }) => [at, times])).toEqual([
    ['1', 2],
    ['3', 1],
  ]);
});
