import { expect, test } from 'vitest';
import type { ConversationView } from '../../../../shared/api/views';
import { aConversation, aSnapshot } from '../testing/views';
import { atWork, kindUse, mine, putAside, slots } from './lists';
import { fromSnapshot } from './workspace';

const own = (id: string, changes: Partial<ConversationView> = {}) =>
  aConversation(id, { state: 'active', owner_id: 'klara', ...changes });
const workspace = fromSnapshot(
  aSnapshot({
    conversations: [
      own('answered early', { state: 'waiting_for_client', state_since: '2026-11-24T09:00:00.000Z' }),
      own('served'),
      own('snoozed long', { state: 'snoozed', snoozed_until: '2026-11-26T08:00:00.000Z' }),
      own('answered late', { state: 'waiting_for_client', state_since: '2026-11-24T10:00:00.000Z' }),
      own('snoozed', { state: 'snoozed', snoozed_until: '2026-11-25T08:00:00.000Z' }),
      own('held', { state: 'on_hold' }),
    ],
  }),
);
const ids = (list: readonly ConversationView[]) => list.map(({ id }) => id);

test('what is put aside stands apart, what comes back soonest first', () => {
  expect(ids(atWork(workspace))).toEqual(['held', 'served']);
  expect(ids(putAside(workspace))).toEqual(['snoozed', 'snoozed long', 'answered late', 'answered early']);
  expect(mine(workspace)).toHaveLength(6);
});

test('it takes no slot, who is on hold does', () => {
  expect(slots(workspace)).toEqual({ used: 2, limit: 5 });
  expect(kindUse(workspace, 'webchat')).toEqual({ used: 2, limit: 3 });
});
