import { describe, expect, it } from 'vitest';
import { bodyOf, RULES, valuesOf } from './mail';

const NONE = { host: null, port: null, security: null, username: null, password_set: false, sender: null };

describe('the form of outgoing mail', () => {
  it('starts with what is usual and without a password', () => {
    expect(valuesOf(NONE)).toMatchObject({ port: '587', security: 'starttls', password: '' });
  });

  it('sends no password unless one was written', () => {
    const values = { ...valuesOf(NONE), host: ' mail.example ', sender: 'a@b.example', username: ' ' };
    const body = { host: 'mail.example', port: 587, security: 'starttls', sender: 'a@b.example' };
    expect(bodyOf(values)).toEqual(body);
    expect(bodyOf({ ...values, password: ' p ' })).toEqual({ ...body, password: ' p ' });
  });

  it.each(['', '0', '65536', '25.5', 'x'])('refuses the port "%s"', (port) => {
    expect(RULES.port?.(port)).not.toBeNull();
  });

  it.each(['', 'https://mail.example', 'a b', `${'a'.repeat(64)}.example`, 'mail..example'])(
    'refuses the server "%s"',
    (host) => {
      expect(RULES.host?.(host)).not.toBeNull();
    },
  );

  it('takes a sender with and without a name', () => {
    expect(RULES.sender?.('hello@alderway.example')).toBeNull();
    expect(RULES.sender?.('Alderway Shop <hello@alderway.example>')).toBeNull();
    expect(RULES.sender?.('Alderway Shop')).not.toBeNull();
  });
});
