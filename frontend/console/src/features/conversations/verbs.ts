import type { ConversationView, Id } from '../../../../shared/api/views';
import { command } from '../../foundation/command';
import type { Desk } from '../../foundation/desk/desk';
import { Refusal } from '../../foundation/http';
import { putAnswer } from '../../foundation/workspace/conversations';
import { conversationPath, navigate, refusalWords } from '../../shell';
import { toast } from '../../ui';
import { texts } from './texts';

/** What is said about a conversation when it ends, or in the work after it. */
export interface Ending {
  readonly outcome_id?: Id;
  readonly note?: string;
  readonly tag_ids?: readonly Id[];
  /** The client is sent what was said. */
  readonly transcript?: boolean;
}

function path(id: Id, verb: string): string {
  return `/conversations/${encodeURIComponent(id)}/${verb}`;
}

async function ask(desk: Desk, id: Id, verb: string, body: object): Promise<ConversationView> {
  const view = await command<ConversationView>('POST', path(id, verb), body);
  desk.store.take((workspace) => putAnswer(workspace, view));
  return view;
}

/** Says what did not work; the company may want an outcome first. */
function tellFailed(title: string, failure: unknown): 'outcome_required' | 'failed' {
  if (failure instanceof Refusal && failure.code === 'outcome_required') {
    return 'outcome_required';
  }
  toast({ title, body: refusalWords(failure), tone: 'alert' });
  return 'failed';
}

export type Ended = ConversationView | 'outcome_required' | 'failed';

export async function endConversation(desk: Desk, id: Id, ending: Ending): Promise<Ended> {
  try {
    return await ask(desk, id, 'end', ending);
  } catch (failure) {
    return tellFailed(texts('end_failed'), failure);
  }
}

/** Finishes the work after the conversation: it is closed for good. */
export async function finishWrapUp(desk: Desk, id: Id, ending: Ending): Promise<Ended> {
  try {
    return await ask(desk, id, 'wrap-up', ending);
  } catch (failure) {
    return tellFailed(texts('wrap_up_failed'), failure);
  }
}

/** Opens a new conversation, linked to the closed one, and goes there. */
export async function continueConversation(id: Id): Promise<void> {
  try {
    const next = await command<{ id: Id }>('POST', path(id, 'continue'));
    navigate(conversationPath(next.id));
  } catch (failure) {
    tellFailed(texts('continue_failed'), failure);
  }
}

/** A supervisor takes somebody else's conversation. */
export async function takeOver(desk: Desk, id: Id, me: Id): Promise<void> {
  try {
    await ask(desk, id, 'assign', { operator_id: me });
  } catch (failure) {
    tellFailed(texts('take_over_failed'), failure);
  }
}

/** Sets the tags, these and no others. They are shown at once. */
export async function setTags(
  desk: Desk,
  conversation: ConversationView,
  tags: ConversationView['tags'],
): Promise<void> {
  const { id } = conversation;
  const undo = desk.store.lay((workspace) => {
    const view = workspace.conversations.get(id);
    const conversations = view
      ? new Map(workspace.conversations).set(id, { ...view, tags })
      : workspace.conversations;
    return { ...workspace, conversations };
  });
  try {
    await ask(desk, id, 'tags', { tag_ids: tags.map((tag) => tag.id) });
  } catch (failure) {
    tellFailed(texts('tags_failed'), failure);
  } finally {
    undo();
  }
}

/** Asks a colleague into the conversation. */
export async function askToHelp(desk: Desk, id: Id, colleague: Id): Promise<void> {
  try {
    await ask(desk, id, 'collaborators', { operator_id: colleague });
  } catch (failure) {
    tellFailed(texts('not_asked'), failure);
  }
}

/** Lets a colleague go who was asked, or goes oneself. The live event says so. */
export async function letGo(id: Id, colleague: Id): Promise<void> {
  try {
    await command('DELETE', path(id, `collaborators/${encodeURIComponent(colleague)}`));
  } catch (failure) {
    tellFailed(texts('not_let_go'), failure);
  }
}
