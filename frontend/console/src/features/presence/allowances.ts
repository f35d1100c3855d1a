import type { AllowanceUseView, Id, StatusView } from '../../../../shared/api/views';
import { toMilliseconds } from '../../ui';
import type { texts } from './texts';

const MINUTE = 60;
/** From this share on the meter is amber. */
const NEAR = 0.8;

export interface Use {
  /** Seconds used today. */
  readonly used: number;
  /** Seconds of the day's allowance. */
  readonly limit: number;
  readonly tone: 'ok' | 'warn' | 'bad';
  /** Whether choosing it now is refused. */
  readonly refused: boolean;
}

function toneOf(share: number): Use['tone'] {
  if (share >= 1) {
    return 'bad';
  }
  return share >= NEAR ? 'warn' : 'ok';
}

/** How much of an allowance is used at an instant. After the company's midnight everything counts anew. */
export function usedAt(allowance: AllowanceUseView, at: number): Use {
  const { used_seconds, running_since, day_ends, minutes, when_used_up } = allowance;
  const dayEnds = toMilliseconds(day_ends);
  const running = running_since === null ? null : toMilliseconds(running_since);
  const nextDay = at >= dayEnds;
  const since = running !== null && nextDay ? dayEnds : running;
  const goesOn = since === null ? 0 : Math.max(0, (at - since) / 1000);
  const used = (nextDay ? 0 : used_seconds) + goesOn;
  const limit = minutes * MINUTE;
  const share = used / limit;
  return {
    used,
    limit,
    tone: toneOf(share),
    refused: share >= 1 && when_used_up === 'refuse' && running === null,
  };
}

export function allowanceOf({ allowances }: StatusView, reasonId: Id | null): AllowanceUseView | undefined {
  return allowances.find(({ away_reason_id }) => away_reason_id === reasonId);
}

/** When the allowance of the reason that runs is used up today; null while none runs. Milliseconds. */
export function usedUpAt(allowance: AllowanceUseView): number | null {
  const { used_seconds, running_since, minutes } = allowance;
  return running_since === null
    ? null
    : toMilliseconds(running_since) + (minutes * MINUTE - used_seconds) * 1000;
}

/** "18 of 30 min used today", "4 min over". */
export function wordsOfUse(t: typeof texts, { used, limit, refused }: Use): string {
  if (refused) {
    return t('allowance_used_up');
  }
  const over = Math.floor((used - limit) / MINUTE);
  return over > 0
    ? t('minutes_over', { minutes: over })
    : t('minutes_used', {
        used: Math.min(Math.floor(used / MINUTE), limit / MINUTE),
        minutes: limit / MINUTE,
      });
}
