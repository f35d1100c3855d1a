import type { ConversationView, Id } from '../../../../shared/api/views';
import { command } from '../../foundation/command';
import type { Desk } from '../../foundation/desk/desk';
import { putAnswer } from '../../foundation/workspace/conversations';
import { refusalWords } from '../../shell';
import { toast } from '../../ui';
import { texts } from './texts';

type Verb = 'hold' | 'resume' | 'snooze';

async function ask(desk: Desk, id: Id, verb: Verb, body: object): Promise<boolean> {
  try {
    const path = `/conversations/${encodeURIComponent(id)}/${verb}`;
    const view = await command<ConversationView>('POST', path, body);
    desk.store.take((workspace) => putAnswer(workspace, view));
    return true;
  } catch (failure) {
    toast({ title: texts(`failed_${verb}`), body: refusalWords(failure), tone: 'alert' });
    return false;
  }
}

export function hold(desk: Desk, id: Id): Promise<boolean> {
  return ask(desk, id, 'hold', {});
}

export function resume(desk: Desk, id: Id): Promise<boolean> {
  return ask(desk, id, 'resume', {});
}

/** Puts it aside until then, in milliseconds since 1970. */
export function snooze(desk: Desk, id: Id, until: number): Promise<boolean> {
  return ask(desk, id, 'snooze', { until: new Date(until).toISOString() });
}
