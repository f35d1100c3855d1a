import type { Id, StatusView } from '../../../../shared/api/views';
import { command } from '../../foundation/command';
import type { Desk } from '../../foundation/desk/desk';
import { putStatus } from '../../foundation/workspace/apply';
import type { Workspace } from '../../foundation/workspace/workspace';
import { refusalWords } from '../../shell';
import { now, toast } from '../../ui';
import { texts } from './texts';

export interface Wish {
  readonly status: 'online' | 'away';
  readonly away_reason_id?: Id;
  readonly after_conversations?: boolean;
  readonly back_at?: string;
}

/** Shown until the server has answered; a wish for later changes only what comes next. */
function wished(wish: Wish) {
  const since = new Date(now()).toISOString();
  return (workspace: Workspace): Workspace => ({
    ...workspace,
    status: {
      ...workspace.status,
      status: wish.status,
      away_reason_id: wish.away_reason_id ?? null,
      back_at: wish.back_at ?? null,
      next: null,
      since,
    },
  });
}

async function ask(desk: Desk, send: () => Promise<StatusView>, undo: () => void): Promise<void> {
  try {
    const status = await send();
    desk.store.take((workspace) => putStatus(workspace, status));
  } catch (failure) {
    toast({ title: texts('status_failed'), body: refusalWords(failure), tone: 'alert' });
  } finally {
    undo();
  }
}

/** Sets the operator's own status. It is shown at once, and taken back with a word if the server refuses. */
export function setStatus(desk: Desk, wish: Wish): Promise<void> {
  const undo = wish.after_conversations ? () => {} : desk.store.lay(wished(wish));
  return ask(desk, () => command<StatusView>('PUT', '/me/status', wish), undo);
}

/** Takes back what was planned for after the conversations. */
export function stayOnline(desk: Desk): Promise<void> {
  const undo = desk.store.lay((workspace) => ({ ...workspace, status: { ...workspace.status, next: null } }));
  return ask(desk, () => command<StatusView>('DELETE', '/me/status/next'), undo);
}
