import { describe, expect, test } from 'vitest';
import type { ColleagueView } from '../../../../shared/api/views';
import { aConversation, aQueue } from '../../foundation/testing/views';
import { targetId, transferTargets } from './transfer-targets';

function aColleague(id: string, changes: Partial<ColleagueView> = {}): ColleagueView {
  return {
    id,
    version: 1,
    name: id,
    picture: null,
    public_name: id,
    role: 'operator',
    active: true,
    status: 'online',
    away_reason_id: null,
    allowance_ends_at: null,
    since: '2026-11-24T10:00:00.000Z',
    back_at: null,
    on_another_call: false,
    reachable: true,
    ...changes,
  };
}

const conversation = aConversation('c1', { owner_id: 'klara' });
const lists = {
  queues: [aQueue('sales'), { ...aQueue('own'), operator_id: 'klara' }, aQueue('support')],
  colleagues: [
    aColleague('jonas', { status: 'away' }),
    aColleague('tomas', { name: 'Tomáš Dvořák' }),
    aColleague('klara'),
    aColleague('left', { active: false }),
  ],
};

describe('where a conversation may go', () => {
  test('queues first, then colleagues, those who can take it before the others', () => {
    const targets = transferTargets(conversation, 'klara', lists, '');
    expect(targets.map(targetId)).toEqual(['sales', 'support', 'tomas', 'jonas']);
    expect(targets.map(({ possible }) => possible)).toEqual([true, true, true, false]);
  });

  test('is found without case and accents', () => {
    expect(transferTargets(conversation, 'klara', lists, 'tomas').map(targetId)).toEqual(['tomas']);
    expect(transferTargets(conversation, 'klara', lists, ' DVOR').map(targetId)).toEqual(['tomas']);
  });

  test('is not to somebody who cannot be reached or talks on another telephone', () => {
    const colleagues = [aColleague('a', { reachable: false }), aColleague('b', { on_another_call: true })];
    const targets = transferTargets(conversation, 'klara', { queues: [], colleagues }, '');
    expect(targets.every(({ possible }) => !possible)).toBe(true);
  });
});
