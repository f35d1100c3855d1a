import { useEffect, useState } from 'react';
import type { StatusView } from '../../../../shared/api/views';
import { useDesk, useWorkspace } from '../../foundation/desk/context';
import { Banner, Button, IconButton, timeWords } from '../../ui';
import { setStatus, type Wish } from './set-status';
import { statusWord } from './status-words';
import { useTexts } from './texts';

const DISMISSED = 'hovor.status_banner_dismissed';
/** Causes that a rule has; they have words of their own. */
const RULES = ['connection_lost', 'missed_offers', 'inactive'] as const;

function isRule(cause: string): cause is (typeof RULES)[number] {
  return (RULES as readonly string[]).includes(cause);
}

/** Set by a colleague or a rule, and not what signing in does. */
export function setByOthers({ actor, operator_id, cause }: StatusView): boolean {
  return isRule(cause) || (actor.kind === 'operator' && actor.id !== operator_id && cause !== 'created');
}

function wishFor({ status, away_reason_id }: StatusView): Wish {
  return { status: status === 'away' ? 'away' : 'online', ...(away_reason_id ? { away_reason_id } : {}) };
}

/** The status as it was before somebody else set it, if this page saw that happen. */
function useStatusBefore(): StatusView | null {
  const { store } = useDesk();
  const [before, setBefore] = useState<StatusView | null>(null);
  useEffect(
    () =>
      store.hear({
        onEvent: (_, earlier, later) => {
          if (earlier.status.since !== later.status.since) {
            setBefore(earlier.status);
          }
        },
      }),
    [store],
  );
  return before;
}

/** Says who set the operator's status, why and when, with one press to undo it. */
export function StatusBanner() {
  const t = useTexts();
  const desk = useDesk();
  const status = useWorkspace((workspace) => workspace.status);
  const reasons = useWorkspace((workspace) => workspace.away_reasons);
  const before = useStatusBefore();
  const [dismissed, setDismissed] = useState(() => sessionStorage.getItem(DISMISSED));
  const { actor, cause, since } = status;
  if (!setByOthers(status) || dismissed === since) {
    return null;
  }
  const dismiss = () => {
    sessionStorage.setItem(DISMISSED, since);
    setDismissed(since);
  };
  const words = statusWord(t, status, reasons);
  const undo = before && !setByOthers(before) ? wishFor(before) : ({ status: 'online' } as const);
  return (
    <Banner
      tone="warn"
      icon="user"
      role="status"
      action={
        <>
          <Button size="s" onClick={() => setStatus(desk, undo)}>
            {undo.status === 'online' ? t('go_online') : t('undo')}
          </Button>
          <IconButton icon="close" size="s" label={t('dismiss')} onClick={dismiss} />
        </>
      }
    >
      {isRule(cause)
        ? t(`set_by_${cause}`, { status: words, time: timeWords(since, 'clock') })
        : t('set_by', { name: actor.name ?? t('somebody'), status: words, time: timeWords(since, 'clock') })}
    </Banner>
  );
}
