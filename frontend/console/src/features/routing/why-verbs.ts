import type { ConversationView, Id } from '../../../../shared/api/views';
import { command } from '../../foundation/command';
import type { Desk } from '../../foundation/desk/desk';
import { putAnswer } from '../../foundation/workspace/conversations';
import { refusalWords } from '../../shell';
import { toast } from '../../ui';
import { texts } from './texts';
import type { Wider } from './why-waits-facts';

async function ask(desk: Desk, id: Id, verb: string, body: object): Promise<void> {
  const view = await command<ConversationView>(
    'POST',
    `/conversations/${encodeURIComponent(id)}/${verb}`,
    body,
  );
  desk.store.take((workspace) => putAnswer(workspace, view));
}

/** A supervisor gives a client who waits to an operator; answers whether it was done. */
export async function give(desk: Desk, id: Id, to: { id: Id; name: string }): Promise<boolean> {
  try {
    await ask(desk, id, 'assign', { operator_id: to.id });
    toast({ title: texts('given', { name: to.name }), icon: 'tick' });
    return true;
  } catch (failure) {
    toast({ title: texts('give_failed', { name: to.name }), body: refusalWords(failure), tone: 'alert' });
    return false;
  }
}

/** A supervisor opens a client who waits to more people, at once; answers whether it was done. */
export async function widen(desk: Desk, id: Id, how: Partial<Omit<Wider, 'groups'>>): Promise<boolean> {
  try {
    await ask(desk, id, 'widen', how);
    return true;
  } catch (failure) {
    toast({ title: texts('widen_failed'), body: refusalWords(failure), tone: 'alert' });
    return false;
  }
}
