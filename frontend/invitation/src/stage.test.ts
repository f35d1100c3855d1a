import { describe, expect, test } from 'vitest';
import type { InvitationPage, OwnConversation } from './api';
import { groupedCode, initials, running, stageOf } from './stage';

const LOOK = {
  colour: '#1f5f4f',
  text_on_it: '#ffffff',
  text_on_light: '#1f5f4f',
  text_on_dark: '#ecedef',
  privacy_url: null,
};
const OWN: OwnConversation = {
  id: 'c',
  state: 'queued',
  started_at: '2026-11-24T10:00:00Z',
  unanswered: 0,
  with_team: false,
  left: false,
};

function page(changes: Partial<InvitationPage> = {}, reachable = true): InvitationPage {
  return {
    state: 'active',
    operator: { name: 'Klára', picture: null, reachable },
    company: 'Alderway',
    channel_key: 'wc_1',
    arranged_for: null,
    time_zone: null,
    early: false,
    client_name: null,
    conversation: null,
    can_tell: false,
    look: LOOK,
    ...changes,
  };
}

const NOTHING = { inside: false, chats: false, waitedThrough: 0 };

describe('the state that is shown', () => {
  test.each([
    [null, 'loading'],
    ['gone', 'expired'],
    [page({ state: 'expired' }), 'expired'],
    [page({ state: 'used' }), 'used'],
    [page(), 'ready'],
    [page({}, false), 'away'],
    [page({ conversation: OWN, state: 'used' }), 'calling'],
    [page({ conversation: OWN, state: 'used' }, false), 'no_answer'],
    [page({ conversation: { ...OWN, unanswered: 1 }, state: 'used' }), 'no_answer'],
    [page({ conversation: { ...OWN, left: true }, state: 'used' }, false), 'left'],
    [page({ conversation: { ...OWN, state: 'active' }, state: 'used' }), 'back'],
  ] as const)('%#', (known, stage) => {
    expect(stageOf(known, NOTHING)).toBe(stage);
  });

  test('who has waited through an unanswered offer goes on waiting until the next', () => {
    const known = page({ conversation: { ...OWN, unanswered: 1 } });
    expect(stageOf(known, { ...NOTHING, waitedThrough: 1 })).toBe('calling');
    const again = page({ conversation: { ...OWN, unanswered: 2 } });
    expect(stageOf(again, { ...NOTHING, waitedThrough: 1 })).toBe('no_answer');
  });

  test('who is inside chats as soon as somebody has the conversation, and goes on when it ends', () => {
    const inside = { ...NOTHING, inside: true };
    expect(stageOf(page({ conversation: { ...OWN, state: 'active' } }), inside)).toBe('chat');
    expect(stageOf(page({ conversation: { ...OWN, with_team: true } }), inside)).toBe('chat');
    expect(stageOf(page({ state: 'expired' }), { ...inside, chats: true })).toBe('chat');
  });
});

test('times, letters and codes are written as they are read', () => {
  expect(running(62.9)).toBe('1:02');
  expect(initials('klára novotná světlá')).toBe('KN');
  expect(groupedCode('7k2f 94mx9')).toBe('7K2F-94MX');
  expect(groupedCode('7k')).toBe('7K');
});
