import { expect, test } from 'vitest';
import { pathAfterSignIn } from './use-sign-in';

test.each([
  ['', '/'],
  ['?next=/conversations/7', '/conversations/7'],
  ['?next=https://elsewhere.example', '/'],
  ['?next=//elsewhere.example', '/'],
  ['?next=/\\elsewhere.example', '/'],
  ['?next=javascript:alert(1)', '/'],
])('after the sign-in with "%s" one goes to %s', (search, path) => {
  expect(pathAfterSignIn(search)).toBe(path);
});
