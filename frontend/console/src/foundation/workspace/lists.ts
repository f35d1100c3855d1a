import type { ConversationState, ConversationView, OfferView } from '../../../../shared/api/views';
import { helpsIn, isMine, waitsInMyLines } from './lines';
import { perWorkspace } from './per-workspace';
import type { Workspace } from './workspace';

/** In the order in which they arrived, whatever happens in them, so that each keeps its place. */
function byAge(one: ConversationView, other: ConversationView): number {
  return one.opened_at.localeCompare(other.opened_at) || one.id.localeCompare(other.id);
}

/** The server's order: priority first, then age. The id breaks ties. */
function byPlace(one: ConversationView, other: ConversationView): number {
  return other.priority - one.priority || byAge(one, other);
}

/** What this operator owns or helps in. */
export const mine = perWorkspace((workspace): readonly ConversationView[] =>
  [...workspace.conversations.values()]
    .filter((view) => isMine(workspace, view) || helpsIn(workspace, view))
    .sort(byAge),
);

/** Own conversations that take no room until the client writes or their time comes. */
const PUT_ASIDE: ReadonlySet<ConversationState> = new Set(['waiting_for_client', 'snoozed']);

/** After every time that somebody may choose. */
const NEVER = '9999';

export function isPutAside({ state }: ConversationView): boolean {
  return PUT_ASIDE.has(state);
}

/** What of it wants to be worked on now. */
export const atWork = perWorkspace((workspace): readonly ConversationView[] =>
  mine(workspace).filter((view) => !isPutAside(view)),
);

/** The rest of it: first what comes back soonest, then what waits for its client, the latest first. */
export const putAside = perWorkspace((workspace): readonly ConversationView[] =>
  mine(workspace)
    .filter(isPutAside)
    .sort(
      (one, other) =>
        (one.snoozed_until ?? NEVER).localeCompare(other.snoozed_until ?? NEVER) ||
        other.state_since.localeCompare(one.state_since) ||
        one.id.localeCompare(other.id),
    ),
);

/** What waits and could be taken: not what is offered to this operator, which has a card of its own. */
export const waiting = perWorkspace((workspace): readonly ConversationView[] =>
  [...workspace.conversations.values()]
    .filter((view) => waitsInMyLines(workspace, view) && view.offered_to?.id !== workspace.me.id)
    .sort(byPlace),
);

/** The oldest first: a newer one never takes its place. */
export const offers = perWorkspace((workspace): readonly OfferView[] =>
  [...workspace.offers.values()].sort((one, other) => one.made_at.localeCompare(other.made_at)),
);

/** Unread messages in own conversations, and offers. */
export const unread = perWorkspace(
  (workspace): number =>
    workspace.offers.size + mine(workspace).reduce((sum, { thread }) => sum + thread.unread, 0),
);

export interface Use {
  readonly used: number;
  readonly limit: number;
}

/** Slots in use of all, by the conversations that this operator owns and works on. */
export const slots = perWorkspace(
  (workspace): Use => ({
    used: owned(workspace).reduce((sum, view) => sum + weightOf(workspace, view.channel_kind), 0),
    limit: workspace.capacity.total,
  }),
);

function owned(workspace: Workspace): readonly ConversationView[] {
  return atWork(workspace).filter((view) => isMine(workspace, view));
}

export function weightOf({ capacity }: Workspace, kind: string): number {
  return capacity.kinds[kind]?.weight ?? 1;
}

/** How many conversations of one kind of channel the operator has, and may have; null without a limit. */
export function kindUse(workspace: Workspace, kind: string): Use | null {
  const limit = workspace.capacity.kinds[kind]?.limit;
  const used = owned(workspace).filter(({ channel_kind }) => channel_kind === kind).length;
  return limit === undefined ? null : { used, limit };
}
