import type { AwayReasonView, Id, StatusView } from '../../../../shared/api/views';
import type { IconName, Presence } from '../../ui';
import { THIN_STROKES } from '../../ui/icon-strokes';
import type { texts } from './texts';

type Texts = typeof texts;

export function reasonOf(reasons: readonly AwayReasonView[], id: Id | null): AwayReasonView | undefined {
  return reasons.find((reason) => reason.id === id);
}

/** "Online", "Away", "Lunch": the status in one word, as it stands beside the name. */
export function statusWord(
  t: Texts,
  status: Pick<StatusView, 'status' | 'away_reason_id'>,
  reasons: readonly AwayReasonView[],
): string {
  const reason = reasonOf(reasons, status.away_reason_id);
  return status.status === 'away' && reason ? reason.name : t(`status_${status.status}`);
}

/** "Online", "Away, Lunch": the status as the button's name says it. */
export function spokenStatus(
  t: Texts,
  status: Pick<StatusView, 'status' | 'away_reason_id'>,
  reasons: readonly AwayReasonView[],
): string {
  const reason = reasonOf(reasons, status.away_reason_id);
  return status.status === 'away' && reason
    ? t('away_for', { reason: reason.name })
    : t(`status_${status.status}`);
}

export function presenceOf({
  status,
  on_another_call,
}: Pick<StatusView, 'status' | 'on_another_call'>): Presence {
  return status === 'online' && on_another_call ? 'busy' : status;
}

/** Administrators choose from the kit's icons; one that this version does not know is a clock. */
export function iconOf({ icon }: AwayReasonView): IconName {
  return Object.hasOwn(THIN_STROKES, icon) ? (icon as IconName) : 'clock';
}
