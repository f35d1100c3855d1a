import { expect, test } from 'vitest';
import { checks, type Readiness, toFix } from './readiness';

const WELL: Readiness = {
  sound: 'on',
  permission: 'granted',
  push: 'on',
  heard: true,
  seen: true,
  preferences: null,
};

function stateOf(name: string, changes: Partial<Readiness>, live: 'live' | 'waiting' = 'live') {
  const found = checks({ ...WELL, ...changes }, live).find(({ check }) => check === name);
  return `${found?.state} ${found?.because}`;
}

test('when all is well nothing is to be fixed', () => {
  expect(checks(WELL, 'live').map(({ state }) => state)).toEqual(Array(6).fill('ok'));
  expect(toFix(WELL, 'live')).toBe(0);
});

test.each([
  ['sound_in_browser', { sound: 'blocked' }, 'fix blocked'],
  ['sound_in_browser', { heard: null }, 'cant_tell not_heard_yet'],
  ['sound_in_browser', { heard: false }, 'fix not_heard'],
  ['browser_permission', { permission: 'denied' }, 'fix denied'],
  ['browser_permission', { permission: 'default' }, 'fix default'],
  ['browser_permission', { permission: 'unsupported' }, 'fix unsupported'],
  ['operating_system', { seen: null }, 'cant_tell not_seen_yet'],
  ['operating_system', { seen: false }, 'fix not_seen'],
  ['push', { push: 'dead' }, 'fix dead'],
  ['push', { push: 'off' }, 'cant_tell off'],
  ['push', { push: 'off', permission: 'denied' }, 'cant_tell unknown'],
] as const)('%s with %j is %s', (name, changes, wanted) => {
  expect(stateOf(name, changes)).toBe(wanted);
});

test('what nobody knows yet is not called wrong', () => {
  const unknown = { ...WELL, sound: 'unknown', permission: 'unknown', heard: null, seen: null } as const;
  expect(toFix({ ...unknown, push: 'unknown' }, 'live')).toBe(0);
  expect(stateOf('connection', {}, 'waiting')).toBe('fix not_connected');
});
