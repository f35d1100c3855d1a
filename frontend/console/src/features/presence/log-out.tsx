import { useEffect, useState } from 'react';
import { useWorkspace } from '../../foundation/desk/context';
import { request } from '../../foundation/http';
import { atWork } from '../../foundation/workspace/lists';
import type { Workspace } from '../../foundation/workspace/workspace';
import { navigate, refusalWords } from '../../shell';
import { Confirm, toast } from '../../ui';
import { texts, useTexts } from './texts';

/** Conversations that go back to the queue when their operator leaves: those whose client is there now. */
function liveOnes(workspace: Workspace): number {
  return atWork(workspace).filter(({ client_online, state }) => client_online !== null && state !== 'wrap_up')
    .length;
}

async function signOut(): Promise<boolean> {
  try {
    await request('POST', '/sign-out', { body: {} });
  } catch (failure) {
    toast({ title: texts('log_out_failed'), body: refusalWords(failure), tone: 'alert' });
    return false;
  }
  navigate('/sign-in');
  return true;
}

/** Signs out; asks first while live work is owned. */
export function LogOut({ onStay }: { onStay: () => void }) {
  const t = useTexts();
  const count = useWorkspace(liveOnes);
  const [asks] = useState(count > 0);
  const [busy, setBusy] = useState(false);
  const leave = async () => {
    setBusy(true);
    if (!(await signOut())) {
      setBusy(false);
      onStay();
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: without live work there is nothing to ask, once
  useEffect(() => {
    if (!asks) {
      leave();
    }
  }, [asks]);
  return (
    <Confirm
      open={asks}
      onClose={onStay}
      title={t('log_out_title', { count })}
      description={t('log_out_hint')}
      confirm={{ label: t('log_out'), run: leave, busy: busy && t('logging_out') }}
      stay={t('stay')}
    />
  );
}
