import type {
  ClientCard,
  ConversationView,
  EntryView,
  Id,
  OfferView,
  ThreadView,
} from '../../../../shared/api/views';
import { belongs } from './lines';
import { addEntries } from './timelines';
import { type Workspace, without, withValue } from './workspace';

/** The newer of two views of a conversation; its thread has a version of its own. */
function newer(held: ConversationView | undefined, told: ConversationView): ConversationView {
  if (!held) {
    return told;
  }
  const [view, other] = held.version > told.version ? [held, told] : [told, held];
  return withThread(view, other.thread);
}

function withThread(view: ConversationView, thread: ThreadView): ConversationView {
  return thread.version > view.thread.version ? { ...view, thread } : view;
}

function leave(workspace: Workspace, id: Id, version: number): Workspace {
  return {
    ...workspace,
    conversations: without(workspace.conversations, id),
    gone: withValue(workspace.gone, id, version),
  };
}

/** Draws the conversation of live offers from the same pen as the lists. */
function changeOffers(
  workspace: Workspace,
  id: Id,
  change: (view: ConversationView) => ConversationView,
): Workspace {
  const offer = [...workspace.offers.values()].find(({ conversation }) => conversation.id === id);
  if (!offer) {
    return workspace;
  }
  const offers = withValue(workspace.offers, offer.id, {
    ...offer,
    conversation: change(offer.conversation),
  });
  return { ...workspace, offers };
}

/**
 * Takes in the answer to a request, which may come late: where the same version is held already, events have
 * kept that up to date.
 */
export function putAnswer(workspace: Workspace, told: ConversationView): Workspace {
  const held = workspace.conversations.get(told.id);
  return held?.version === told.version ? workspace : putConversation(workspace, told);
}

/** Takes in what an event tells of a conversation. */
export function putConversation(workspace: Workspace, told: ConversationView): Workspace {
  const held = workspace.conversations.get(told.id);
  const gone = workspace.gone.get(told.id);
  const left = !held && gone !== undefined && told.version <= gone;
  if (left && !workspace.kept.has(told.id)) {
    return workspace;
  }
  const view = newer(held, told);
  const offered = changeOffers(workspace, told.id, (before) => newer(before, told));
  return belongs(workspace, view) || workspace.kept.has(view.id)
    ? { ...offered, conversations: withValue(offered.conversations, view.id, view) }
    : leave(offered, view.id, view.version);
}

/** The operator may not see it any more. */
export function removeConversation(workspace: Workspace, id: Id): Workspace {
  const held = workspace.conversations.get(id);
  const left = held ? leave(workspace, id, held.version) : workspace;
  return { ...left, timelines: without(left.timelines, id) };
}

/** From now on the conversation stays, whoever has it. */
export function keepConversation(workspace: Workspace, id: Id): Workspace {
  return workspace.kept.has(id) ? workspace : { ...workspace, kept: new Set(workspace.kept).add(id) };
}

/** It is not open on the screen any more. */
export function releaseConversation(workspace: Workspace, id: Id): Workspace {
  const kept = new Set(workspace.kept);
  if (!kept.delete(id)) {
    return workspace;
  }
  const view = workspace.conversations.get(id);
  const released = { ...workspace, kept, timelines: without(workspace.timelines, id) };
  return view && !belongs(workspace, view) ? leave(released, id, view.version) : released;
}

/** Takes in an entry that was written or changed, and what it did to the counters of its thread. */
export function putEntry(workspace: Workspace, told: EntryView): Workspace {
  const { thread, ...entry } = told;
  const listed = workspace.timelines.has(entry.conversation_id)
    ? addEntries(workspace, entry.conversation_id, [entry])
    : workspace;
  if (!thread) {
    return listed;
  }
  const offered = changeOffers(listed, entry.conversation_id, (view) => withThread(view, thread));
  const held = offered.conversations.get(entry.conversation_id);
  return held
    ? { ...offered, conversations: withValue(offered.conversations, held.id, withThread(held, thread)) }
    : offered;
}

function mapViews(
  workspace: Workspace,
  change: (view: ConversationView) => ConversationView,
): Pick<Workspace, 'conversations' | 'offers'> {
  const offer = (view: OfferView): OfferView => {
    const conversation = change(view.conversation);
    return conversation === view.conversation ? view : { ...view, conversation };
  };
  return {
    conversations: new Map([...workspace.conversations].map(([id, view]) => [id, change(view)])),
    offers: new Map([...workspace.offers].map(([id, view]) => [id, offer(view)])),
  };
}

/** The client has other details now, in every conversation. */
export function putClient(workspace: Workspace, { id, name, email, phone, language }: ClientCard): Workspace {
  const client = { id, name, email, phone, language };
  return {
    ...workspace,
    ...mapViews(workspace, (view) => (view.client.id === id ? { ...view, client } : view)),
  };
}

/** The operator has another name now, wherever it stands as an owner's. */
export function renameOwner(workspace: Workspace, id: Id, name: string): Workspace {
  return {
    ...workspace,
    ...mapViews(workspace, (view) => (view.owner_id === id ? { ...view, owner_name: name } : view)),
  };
}

/** The queue has another name or service target now, wherever it stands. */
export function renameQueue(workspace: Workspace, id: Id, name: string): Workspace {
  return {
    ...workspace,
    ...mapViews(workspace, (view) => (view.queue_id === id ? { ...view, queue_name: name } : view)),
  };
}
