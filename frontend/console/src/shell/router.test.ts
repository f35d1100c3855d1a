import { expect, test } from 'vitest';
import { conversationPath, navigate, routeNow, routeOf } from './router';

test.each([
  ['/', { screen: 'workspace', conversationId: null }],
  ['/conversations/a%2Fb', { screen: 'workspace', conversationId: 'a/b' }],
  ['/clients', { screen: 'clients', clientId: null }],
  ['/settings/channels', { screen: 'settings', section: 'channels' }],
  ['/sign-in', { screen: 'sign-in' }],
  ['/set-up', { screen: 'set-up' }],
  ['/profile/', { screen: 'profile' }],
  ['/profile/x', { screen: 'not-found' }],
  ['/nowhere', { screen: 'not-found' }],
  ['/conversations/%E0%A4%A', { screen: 'not-found' }],
  ['/conversations/1/2', { screen: 'not-found' }],
])('%s leads to %j', (path, route) => {
  expect(routeOf(path)).toEqual(route);
});

test('a conversation has a path that leads back to it', () => {
  expect(routeOf(conversationPath('a/b c'))).toEqual({ screen: 'workspace', conversationId: 'a/b c' });
});

test('the same path gives the same route object', () => {
  navigate('/clients/7');
  const before = routeNow();
  navigate('/clients/7?tab=1');
  expect(routeNow()).toBe(before);
  navigate('/clients/8');
  expect(routeNow()).toEqual({ screen: 'clients', clientId: '8' });
});
