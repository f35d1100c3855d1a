import { expect, test } from 'vitest';
import type { AllowanceUseView } from '../../../../shared/api/views';
import { usedAt, usedUpAt } from './allowances';

const NOON = Date.parse('2026-11-24T12:00:00Z');
const MINUTE = 60_000;

function lunch(changes: Partial<AllowanceUseView> = {}): AllowanceUseView {
  return {
    away_reason_id: 'lunch',
    minutes: 30,
    when_used_up: 'mark',
    used_seconds: 18 * 60,
    running_since: null,
    day_ends: '2026-11-24T23:00:00Z',
    ...changes,
  };
}

test('what was used before stands still while nothing runs', () => {
  expect(usedAt(lunch(), NOON)).toMatchObject({ used: 18 * 60, limit: 30 * 60, tone: 'ok', refused: false });
});

test('a time away that runs is added, and turns amber and red on its way', () => {
  const running = lunch({ running_since: '2026-11-24T12:00:00Z' });
  expect(usedAt(running, NOON + 5 * MINUTE)).toMatchObject({ used: 23 * 60, tone: 'ok' });
  expect(usedAt(running, NOON + 6 * MINUTE)).toMatchObject({ tone: 'warn' });
  expect(usedAt(running, NOON + 16 * MINUTE)).toMatchObject({ used: 34 * 60, tone: 'bad' });
  expect(usedUpAt(running)).toBe(NOON + 12 * MINUTE);
  expect(usedUpAt(lunch())).toBeNull();
});

test('after midnight only what runs on counts', () => {
  const late = lunch({ running_since: '2026-11-24T22:50:00Z' });
  expect(usedAt(late, Date.parse('2026-11-24T23:10:00Z')).used).toBe(10 * 60);
  expect(usedAt(lunch(), Date.parse('2026-11-25T05:00:00Z')).used).toBe(0);
});

test('a reason that is used up is refused only by its rule, and not to who is away for it', () => {
  const full = { used_seconds: 30 * 60 };
  expect(usedAt(lunch(full), NOON).refused).toBe(false);
  expect(usedAt(lunch({ ...full, when_used_up: 'refuse' }), NOON).refused).toBe(true);
  const on = lunch({ ...full, when_used_up: 'refuse', running_since: '2026-11-24T12:00:00Z' });
  expect(usedAt(on, NOON + MINUTE).refused).toBe(false);
});
