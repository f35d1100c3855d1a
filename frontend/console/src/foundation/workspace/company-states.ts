import type { ConversationState, ConversationView, NotificationView } from '../../../../shared/api/views';
import type { Chance } from '../testing/chance';
import { aNotification } from '../testing/views';

const OPERATORS = ['klara', 'tomas'];
const OWNED: readonly ConversationState[] = ['active', 'wrap_up'];

/** Klára serves sales on the shop's channel; the rest goes past her. */
export const LINES = [
  { queue_id: 'sales', queue_name: 'sales', channel_id: 'shop' },
  { queue_id: 'sales', queue_name: 'sales', channel_id: 'rentals' },
  { queue_id: 'support', queue_name: 'support', channel_id: 'shop' },
];

/** The conversation in one of the states that may follow, perhaps in another line, perhaps with another owner. */
export function walkOn(view: ConversationView, chance: Chance, version: number): ConversationView {
  const states: readonly ConversationState[] = OWNED.includes(view.state)
    ? ['active', 'wrap_up', 'queued', 'closed']
    : ['queued', 'offered', 'active', 'closed'];
  const state = chance.oneOf(states) ?? 'queued';
  const line = chance.often(0.3) ? chance.oneOf(LINES) : {};
  const operator = chance.oneOf(OPERATORS) ?? 'tomas';
  const closed = state === 'closed' ? { closed_at: '2026-11-24T11:00:00.000Z', cause: 'handled' } : {};
  return {
    ...view,
    ...line,
    ...closed,
    state,
    owner_id: OWNED.includes(state) ? operator : null,
    offered_to: state === 'offered' ? { id: operator, name: operator } : null,
    version,
  };
}

/** Something is told, told again, or handled: changes what stands and answers with the event of it. */
export function notify(
  standing: Map<string, NotificationView>,
  chance: Chance,
  version: number,
): { event: string; view: NotificationView } {
  const view = aNotification(`n${chance.oneOf([0, 1, 2])}`, { version, cue: version });
  if (standing.delete(view.id) && chance.often(0.6)) {
    return { event: 'notification.cleared', view: { ...view, cleared_at: view.raised_at } };
  }
  standing.set(view.id, view);
  return { event: 'notification.raised', view };
}
