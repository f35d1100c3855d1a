import { useDesk, useWorkspace } from '../../../foundation/desk/context';
import { atWork, waiting } from '../../../foundation/workspace/lists';
import type { Workspace } from '../../../foundation/workspace/workspace';
import { Button, EmptyState, PresenceMark } from '../../../ui';
import { setStatus, stayOnline } from '../../presence/set-status';
import { reasonOf } from '../../presence/status-words';
import { useTexts } from '../texts';

function liveOnes(workspace: Workspace): number {
  return atWork(workspace).filter(({ client_online, state }) => client_online !== null && state !== 'wrap_up')
    .length;
}

/** Below the lists: why nothing comes, or that nothing waits. */
export function QueueStates({ filtered, shown }: { filtered: boolean; shown: number }) {
  const t = useTexts();
  const desk = useDesk();
  const status = useWorkspace((workspace) => workspace.status);
  const reasons = useWorkspace((workspace) => workspace.away_reasons);
  const count = useWorkspace((workspace) => waiting(workspace).length);
  const live = useWorkspace(liveOnes);
  const offered = useWorkspace((workspace) => workspace.offers.size);
  if (filtered) {
    return shown === 0 ? <EmptyState icon="search" title={t('nothing_found')} /> : null;
  }
  if (status.status !== 'online') {
    const reason = reasonOf(reasons, status.away_reason_id);
    return (
      <EmptyState
        mark={<PresenceMark presence="away" size={22} />}
        title={reason ? t('away_reason', { reason: reason.name }) : t('away')}
        action={
          <Button look="primary" onClick={() => setStatus(desk, { status: 'online' })}>
            {t('go_online')}
          </Button>
        }
      >
        {t('away_hint', { count })}
      </EmptyState>
    );
  }
  if (status.next) {
    const reason = reasonOf(reasons, status.next.away_reason_id);
    return (
      <EmptyState
        mark={<PresenceMark presence="away" size={22} />}
        title={reason ? t('later_reason', { reason: reason.name }) : t('later')}
        action={<Button onClick={() => stayOnline(desk)}>{t('stay_online')}</Button>}
      >
        {t('later_hint', { count: live })}
      </EmptyState>
    );
  }
  return shown + offered === 0 ? (
    <EmptyState icon="tick" title={t('all_clear')}>
      {t('all_clear_hint')}
    </EmptyState>
  ) : null;
}
