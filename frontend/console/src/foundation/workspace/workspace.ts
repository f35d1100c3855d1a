import type {
  ChannelView,
  ConversationView,
  EntryView,
  Id,
  NotificationView,
  OfferView,
  QueueView,
  Versioned,
  WorkspaceView,
} from '../../../../shared/api/views';

/**
 * What the server holds, as far as this operator sees it: a snapshot and every event since. It is never
 * changed, only replaced; what the operator did a moment ago and the server has not confirmed lies over it
 * (see `overlays`).
 */
export interface Workspace
  extends Pick<
    WorkspaceView,
    'me' | 'status' | 'away_reasons' | 'company_settings' | 'outcomes' | 'capacity'
  > {
  /** Of the newest event that is in it. */
  readonly position: number;
  /** Counts the snapshots; what was fetched beside an earlier one may be old. */
  readonly generation: number;
  /** An event told of something that only a new snapshot can show. */
  readonly outdated: boolean;
  readonly channels: ReadonlyMap<Id, ChannelView>;
  readonly queues: ReadonlyMap<Id, QueueView>;
  readonly offers: ReadonlyMap<Id, OfferView>;
  /** What this operator has been told of and nobody has handled yet. */
  readonly notifications: ReadonlyMap<Id, NotificationView>;
  /** Mine, those that wait in my lines, and those that are `kept`. */
  readonly conversations: ReadonlyMap<Id, ConversationView>;
  /** Conversations that stay whoever has them, because they are open on the screen. */
  readonly kept: ReadonlySet<Id>;
  /** The entries of conversations whose timelines were fetched, by number without a gap. */
  readonly timelines: ReadonlyMap<Id, readonly EntryView[]>;
  /** Versions of what has left: an answer that was under way meanwhile must not bring it back. */
  readonly gone: ReadonlyMap<Id, number>;
}

/** The same map with one more or another value; the map itself when the value is there already. */
export function withValue<Value>(map: ReadonlyMap<Id, Value>, id: Id, value: Value): ReadonlyMap<Id, Value> {
  return map.get(id) === value ? map : new Map(map).set(id, value);
}

export function without<Value>(map: ReadonlyMap<Id, Value>, id: Id): ReadonlyMap<Id, Value> {
  if (!map.has(id)) {
    return map;
  }
  const rest = new Map(map);
  rest.delete(id);
  return rest;
}

function byId<View extends Versioned>(views: readonly View[]): ReadonlyMap<Id, View> {
  return new Map(views.map((view) => [view.id, view]));
}

const NOTHING: Pick<Workspace, 'generation' | 'kept' | 'timelines'> & {
  conversations: ReadonlyMap<Id, ConversationView>;
} = { generation: 0, kept: new Set(), timelines: new Map(), conversations: new Map() };

/**
 * The workspace of a snapshot. Of the one before only what the snapshot does not tell is taken over: what is
 * open on the screen.
 */
export function fromSnapshot(snapshot: WorkspaceView, before: Workspace | null = null): Workspace {
  const { generation, kept, timelines, conversations } = before ?? NOTHING;
  const { me, status, away_reasons, company_settings, outcomes, capacity } = snapshot;
  const open = [...conversations].filter(([id]) => kept.has(id));
  return {
    me,
    status,
    away_reasons,
    company_settings,
    outcomes,
    capacity,
    position: snapshot.position,
    generation: generation + 1,
    outdated: false,
    channels: byId(snapshot.channels),
    queues: byId(snapshot.queues),
    offers: byId(snapshot.offers),
    notifications: byId(snapshot.notifications),
    conversations: new Map([...open, ...byId(snapshot.conversations)]),
    kept,
    timelines,
    gone: new Map(),
  };
}
