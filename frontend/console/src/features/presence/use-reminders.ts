import { useEffect } from 'react';
import { useDesk, useWorkspace } from '../../foundation/desk/context';
import { dismissToast, now, toast, toMilliseconds } from '../../ui';
import { allowanceOf, usedUpAt } from './allowances';
import { setStatus } from './set-status';
import { reasonOf } from './status-words';
import { texts } from './texts';

/** Browsers count no further than this. Milliseconds. */
const LONGEST = 2 ** 31 - 1;

/** Says something once at an instant, if that is still to come, and takes it back when it no longer holds. */
function useAtInstant(instant: number | null, say: () => number): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is said then is decided then
  useEffect(() => {
    const left = instant === null ? -1 : instant - now();
    if (left < 0 || left > LONGEST) {
      return;
    }
    let said: number | null = null;
    const timer = setTimeout(() => {
      said = say();
    }, left);
    return () => {
      clearTimeout(timer);
      if (said !== null) {
        dismissToast(said);
      }
    };
  }, [instant]);
}

/** "Back at" and a used-up allowance remind of themselves when their time comes. They change no status. */
export function useReminders(): void {
  const desk = useDesk();
  const status = useWorkspace((workspace) => workspace.status);
  const reason = useWorkspace(({ away_reasons, status: { away_reason_id } }) =>
    reasonOf(away_reasons, away_reason_id),
  );
  const allowance = allowanceOf(status, status.away_reason_id);
  const goOnline = { label: texts('go_online'), run: () => setStatus(desk, { status: 'online' }) };
  const backAt = status.status === 'away' && status.back_at ? toMilliseconds(status.back_at) : null;
  useAtInstant(backAt, () =>
    toast({ title: texts('back_now'), body: texts('back_now_hint'), icon: 'clock', action: goOnline }),
  );
  // With the rule "change" the banner says it.
  const over = allowance && allowance.when_used_up !== 'change' ? usedUpAt(allowance) : null;
  useAtInstant(over, () =>
    toast({
      title: reason ? texts('over_limit', { reason: reason.name }) : texts('over_some_limit'),
      icon: 'clock',
      action: goOnline,
    }),
  );
}
