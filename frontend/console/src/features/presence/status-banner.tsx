import { useState, useSyncExternalStore } from 'react';
import type { StatusView } from '../../../../shared/api/views';
import { useDesk, useWorkspace } from '../../foundation/desk/context';
import { Banner, Button, IconButton, timeWords } from '../../ui';
import { setStatus, type Wish } from './set-status';
import { reasonOf, statusWord } from './status-words';
import { useTexts } from './texts';

const DISMISSED = 'hovor.status_banner_dismissed';
/** Causes that a rule has; they have words of their own, and the used-up allowance has a heading, too. */
const RULES = ['connection_lost', 'missed_offers', 'inactive'] as const;
const ALLOWANCE = 'allowance';

function isRule(cause: string): cause is (typeof RULES)[number] {
  return (RULES as readonly string[]).includes(cause);
}

/** Set by a colleague or a rule, and not what signing in does. */
export function setByOthers({ actor, operator_id, cause }: StatusView): boolean {
  return (
    isRule(cause) ||
    cause === ALLOWANCE ||
    (cause === 'supervisor' && actor.kind === 'operator' && actor.id !== operator_id)
  );
}

/** What one press makes of it: as it was before a colleague changed it; from what a rule did, back to work. */
export function undoing({ before, cause, status, away_reason_id }: StatusView): Wish {
  if (before === null || cause !== 'supervisor' || before.status !== 'away') {
    return { status: 'online' };
  }
  const same = before.status === status && before.away_reason_id === away_reason_id;
  if (same) {
    return { status: 'online' };
  }
  return { status: 'away', ...(before.away_reason_id ? { away_reason_id: before.away_reason_id } : {}) };
}

function whenDismissed(listener: () => void): () => void {
  addEventListener('storage', listener);
  return () => removeEventListener('storage', listener);
}

/** Which change was dismissed, in whichever tab. */
function useDismissed(): [string | null, (since: string) => void] {
  const stored = useSyncExternalStore(whenDismissed, () => localStorage.getItem(DISMISSED));
  const [here, setHere] = useState<string | null>(null);
  const dismiss = (since: string) => {
    localStorage.setItem(DISMISSED, since);
    setHere(since);
  };
  return [here ?? stored, dismiss];
}

function Words({ status }: { status: StatusView }) {
  const t = useTexts();
  const reasons = useWorkspace((workspace) => workspace.away_reasons);
  const { cause, actor, before } = status;
  const said = { status: statusWord(t, status, reasons), time: timeWords(status.since, 'clock') };
  if (cause === ALLOWANCE) {
    const over = reasonOf(reasons, before?.away_reason_id ?? null);
    return (
      <>
        <b>{over ? t('over_limit', { reason: over.name }) : t('over_some_limit')}</b> {t('now_on', said)}
      </>
    );
  }
  return isRule(cause)
    ? t(`set_by_${cause}`, said)
    : t('set_by', { name: actor.name ?? t('somebody'), ...said });
}

/** Says who set the operator's status, why and when, with one press to undo it. */
export function StatusBanner() {
  const t = useTexts();
  const desk = useDesk();
  const status = useWorkspace((workspace) => workspace.status);
  const [dismissed, dismiss] = useDismissed();
  const { since } = status;
  if (!setByOthers(status) || dismissed === since) {
    return null;
  }
  const undo = undoing(status);
  const goesOnline = undo.status === 'online';
  return (
    <Banner
      tone="warn"
      icon="user"
      role="status"
      action={
        <>
          {!(goesOnline && status.status === 'online') && (
            <Button size="s" onClick={() => setStatus(desk, undo)}>
              {goesOnline ? t('go_online') : t('undo')}
            </Button>
          )}
          <IconButton icon="close" size="s" label={t('dismiss')} onClick={() => dismiss(since)} />
        </>
      }
    >
      <Words status={status} />
    </Banner>
  );
}
