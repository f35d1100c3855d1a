import type { ConversationState, ConversationView } from '../../../../shared/api/views';
import type { Workspace } from './workspace';

/** States in which a client waits for the first operator; the colleagues of its queue see it. */
const WAITING: ReadonlySet<ConversationState> = new Set(['queued', 'offered']);

export function isMine({ me }: Pick<Workspace, 'me'>, conversation: ConversationView): boolean {
  return conversation.owner_id === me.id && conversation.state !== 'closed';
}

/** Somebody asked this operator into it. */
export function helpsIn({ me }: Pick<Workspace, 'me'>, { collaborators, state }: ConversationView): boolean {
  return state !== 'closed' && collaborators.some(({ id }) => id === me.id);
}

/** Waits in a queue and on a channel that this operator serves. */
export function waitsInMyLines(
  { queues, channels }: Pick<Workspace, 'queues' | 'channels'>,
  { state, queue_id, channel_id }: ConversationView,
): boolean {
  return WAITING.has(state) && queue_id !== null && queues.has(queue_id) && channels.has(channel_id);
}

/** Whether the workspace of this operator holds the conversation. */
export function belongs(workspace: Workspace, conversation: ConversationView): boolean {
  return (
    isMine(workspace, conversation) ||
    helpsIn(workspace, conversation) ||
    conversation.offered_to?.id === workspace.me.id ||
    waitsInMyLines(workspace, conversation)
  );
}
