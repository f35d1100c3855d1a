import type {
  ChannelView,
  ClientView,
  ColleagueView,
  ConversationView,
  EntryView,
  Id,
  NotificationView,
  OfferView,
  QueueView,
  StatusView,
  Versioned,
} from '../../../../shared/api/views';
import type { EventFrame } from '../../../../shared/live';
import {
  putClient,
  putConversation,
  putEntry,
  removeConversation,
  renameOwner,
  renameQueue,
} from './conversations';
import { type Workspace, without, withValue } from './workspace';

type Fold = (workspace: Workspace, data: never) => Workspace;

function isOlder(held: Versioned | undefined, told: Versioned): boolean {
  return held !== undefined && held.version > told.version;
}

export function putStatus(workspace: Workspace, status: StatusView): Workspace {
  const own = status.operator_id === workspace.me.id && status.version >= workspace.status.version;
  return own ? { ...workspace, status } : workspace;
}

/** Events do not tell of the channel's health and how many wait on it, so what is known of these stays. */
export function putChannel(workspace: Workspace, told: ChannelView): Workspace {
  const held = workspace.channels.get(told.id);
  return isOlder(held, told)
    ? workspace
    : { ...workspace, channels: withValue(workspace.channels, told.id, { ...held, ...told }) };
}

function putQueue(workspace: Workspace, queue: QueueView): Workspace {
  const held = workspace.queues.get(queue.id);
  if (!held || isOlder(held, queue)) {
    return workspace;
  }
  const queues = withValue(workspace.queues, queue.id, queue);
  const notifications = new Map(workspace.notifications);
  for (const [id, held] of notifications) {
    if (held.queue_id === queue.id) {
      notifications.set(id, { ...held, queue_name: queue.name });
    }
  }
  return renameQueue({ ...workspace, queues, notifications }, queue.id, queue.name);
}

/** An offer stands until it has an outcome. */
export function putOffer(workspace: Workspace, offer: OfferView): Workspace {
  const held = workspace.offers.get(offer.id);
  const version = held?.version ?? workspace.gone.get(offer.id) ?? -1;
  if (offer.version < version || offer.operator_id !== workspace.me.id) {
    return workspace;
  }
  if (offer.outcome === null) {
    return { ...workspace, offers: withValue(workspace.offers, offer.id, offer) };
  }
  return {
    ...workspace,
    offers: without(workspace.offers, offer.id),
    gone: withValue(workspace.gone, offer.id, offer.version),
  };
}

/** A notification stands until it is cleared. */
function putNotification(workspace: Workspace, told: NotificationView): Workspace {
  const held = workspace.notifications.get(told.id);
  const version = held?.version ?? workspace.gone.get(told.id) ?? -1;
  if (told.version < version) {
    return workspace;
  }
  if (told.cleared_at === null) {
    return { ...workspace, notifications: withValue(workspace.notifications, told.id, told) };
  }
  return {
    ...workspace,
    notifications: without(workspace.notifications, told.id),
    gone: withValue(workspace.gone, told.id, told.version),
  };
}

function putOperator(
  workspace: Workspace,
  { id, name, public_name, picture, role }: ColleagueView,
): Workspace {
  const renamed = renameOwner(workspace, id, name);
  return id === workspace.me.id
    ? { ...renamed, me: { ...workspace.me, name, public_name, picture, role } }
    : renamed;
}

function outdate(workspace: Workspace): Workspace {
  return { ...workspace, outdated: true };
}

/** What the events do, by the first word of their name. Those that are not here tell nothing that is shown. */
const FOLDS: Readonly<Record<string, Fold>> = {
  conversation: (workspace, view: ConversationView) => putConversation(workspace, view),
  message: (workspace, entry: EntryView) => putEntry(workspace, entry),
  note: (workspace, entry: EntryView) => putEntry(workspace, entry),
  offer: (workspace, offer: OfferView) => putOffer(workspace, offer),
  notification: (workspace, told: NotificationView) => putNotification(workspace, told),
  status: (workspace, status: StatusView) => putStatus(workspace, status),
  channel_availability: (workspace, channel: ChannelView) => putChannel(workspace, channel),
  queue: (workspace, queue: QueueView) => putQueue(workspace, queue),
  operator: (workspace, operator: ColleagueView) => putOperator(workspace, operator),
  client: (workspace, client: ClientView) => putClient(workspace, client),
  settings: outdate,
};

/** What `KIND.removed` does: the operator may not see the thing any more. */
const REMOVALS: Readonly<Record<string, (workspace: Workspace, id: Id) => Workspace>> = {
  conversation: removeConversation,
  offer: (workspace, id) => ({ ...workspace, offers: without(workspace.offers, id) }),
  channel_availability: outdate,
  queue: outdate,
};

/**
 * The law of the live socket: snapshot + events = the snapshot that the server would give now. An event that
 * comes twice or late changes nothing.
 */
export function apply(workspace: Workspace, { position, event, data }: EventFrame): Workspace {
  if (position <= workspace.position) {
    return workspace;
  }
  const [kind = '', what] = event.split('.');
  const next =
    what === 'removed'
      ? REMOVALS[kind]?.(workspace, (data as { id: Id }).id)
      : FOLDS[kind]?.(workspace, data as never);
  return { ...(next ?? workspace), position };
}
