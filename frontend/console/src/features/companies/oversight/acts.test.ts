import { beforeAll, describe, expect, test } from 'vitest';
import { speak } from '../../../../../shared/i18n';
import english from '../texts/en.json';
import { actorWords, actWords, detailWords } from './acts';

beforeAll(() => speak('en', { companies: english }));

describe('an act', () => {
  test('is told in words, and one that is not known yet by its own name', () => {
    expect(actWords('operator.signed_in')).toBe('Signed in');
    expect(actWords('robot.built')).toBe('robot.built');
  });

  test.each([
    [{ kind: 'operator', id: '1', name: 'Klara' }, 'Klara'],
    [{ kind: 'operator', id: '1', name: null }, 'Somebody who has left'],
    [{ kind: 'client', id: '1', name: null }, 'A client'],
    [{ kind: 'integration', id: '1', name: null }, 'A program'],
    [{ kind: 'system', id: 'timers', name: null }, 'Hovor'],
  ])('was done by somebody: %o', (actor, words) => {
    expect(actorWords(actor)).toBe(words);
  });

  test('shows its names and values, and nothing for what has none', () => {
    const detail = { name: 'Care', what: ['role', 'groups'], none: [], gone: null, capacity: { total: 2 } };
    expect(detailWords(detail)).toBe('name: Care · what: role, groups · capacity: {"total":2}');
    expect(detailWords({})).toBe('');
  });
});
