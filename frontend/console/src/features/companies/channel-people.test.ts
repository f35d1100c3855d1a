import { expect, test } from 'vitest';
import { changesOfPeople, peopleOf, type Server } from './channel-people';

function operator(id: string, group_ids: string[], channel_ids: string[]): Server {
  return { id, name: id, active: true, group_ids, channel_ids };
}

const groups = [
  { id: 'team', name: 'Team' },
  { id: 'sales', name: 'Sales' },
];
const operators = [
  operator('klara', ['team'], ['shop']),
  operator('tomas', ['team'], []),
  operator('sofia', [], []),
];

test('a new channel is served by the first group and everybody in it', () => {
  expect(peopleOf(null, groups, operators)).toEqual({ groupId: 'team', operatorIds: ['klara', 'tomas'] });
});

test('a channel is served by those who have it assigned', () => {
  const shop = { id: 'shop', group_id: 'sales' };
  expect(peopleOf(shop, groups, operators)).toEqual({ groupId: 'sales', operatorIds: ['klara'] });
});

test('only those are changed for whom something changes', () => {
  expect(changesOfPeople('shop', { groupId: 'team', operatorIds: ['klara', 'sofia'] }, operators)).toEqual([
    { id: 'sofia', changes: { channel_ids: ['shop'], group_ids: ['team'] } },
  ]);
});

test('who no longer serves it keeps the group and the other channels', () => {
  const both = [operator('klara', ['team'], ['rentals', 'shop'])];
  expect(changesOfPeople('shop', { groupId: 'team', operatorIds: [] }, both)).toEqual([
    { id: 'klara', changes: { channel_ids: ['rentals'] } },
  ]);
});

test('without a group nobody joins one', () => {
  expect(changesOfPeople('shop', { groupId: '', operatorIds: ['sofia'] }, operators.slice(2))).toEqual([
    { id: 'sofia', changes: { channel_ids: ['shop'] } },
  ]);
});
