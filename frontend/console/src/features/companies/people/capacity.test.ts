import { describe, expect, it } from 'vitest';
import { capacityOf, capacityRule, writtenCapacity } from './capacity';

const OWN = { total: null, kinds: { webchat: 1, sandbox: 2 } };

describe('an operator’s own capacity', () => {
  it('is empty where the company’s holds', () => {
    expect(writtenCapacity(OWN)).toMatchObject({ total: '', webchat: '1', phone: '' });
  });

  it('comes back as it was written, with what has no field', () => {
    expect(capacityOf(writtenCapacity(OWN), OWN)).toEqual(OWN);
    const none = { ...writtenCapacity(OWN), total: ' 7 ', webchat: '' };
    expect(capacityOf(none, OWN)).toEqual({ total: 7, kinds: { sandbox: 2 } });
  });

  it.each([
    ['total', '0'],
    ['total', '101'],
    ['webchat', '-1'],
    ['webchat', '1.5'],
  ] as const)('refuses %s of %s', (name, text) => {
    expect(capacityRule(name)(text)).not.toBeNull();
  });

  it('takes nothing, and no conversation of a kind', () => {
    expect(capacityRule('total')('')).toBeNull();
    expect(capacityRule('webchat')('0')).toBeNull();
  });
});
