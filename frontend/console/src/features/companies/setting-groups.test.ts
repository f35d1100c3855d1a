import { describe, expect, it } from 'vitest';
import { GROUPS, NUMBERS, numberOf, written } from './setting-groups';

describe('settings in words and numbers', () => {
  it('reads back what it writes', () => {
    expect(written('sign_in_idle_seconds', 43_200)).toBe('720');
    expect(numberOf('sign_in_idle_seconds', '720')).toBe(43_200);
    expect(numberOf('offer_deadline_seconds', ' 30 ')).toBe(30);
  });

  it.each(['', '4', '601', '20.5', '-20', 'twenty', '1e2'])('refuses %j as seconds for an offer', (text) => {
    expect(numberOf('offer_deadline_seconds', text)).toBeNull();
  });

  it('shows every number once', () => {
    const shown = GROUPS.flatMap(({ numbers }) => numbers);
    expect([...shown].sort()).toEqual(Object.keys(NUMBERS).sort());
  });
});
