import type { Id } from '../../../../shared/api/views';
import { request } from '../../foundation/http';
import { texts } from './texts';
import type { Reason } from './why-facts';

/** One operator of the line: what speaks against him, or until when he is left alone with it. */
export interface WhoCould {
  readonly operator_id: Id;
  readonly name: string;
  readonly reasons: readonly Reason[];
  readonly rests_until: string | null;
}

/** What would be decided now. */
export interface Waits {
  readonly words: string;
  readonly operators: readonly WhoCould[];
}

/** Something that has happened, or comes at its time. */
export interface Happening {
  readonly at: string;
  readonly what: string;
  readonly name: string | null;
  readonly queue: string | null;
  readonly reason: string | null;
}

export interface WaitsExplanation {
  /** Null for one that waits no longer. */
  readonly now: Waits | null;
  readonly asked: readonly { readonly skill: string; readonly level: number }[];
  readonly happened: readonly Happening[];
  readonly comes: readonly Happening[];
}

/** Asks the server, which answers from its records and by the same function by which it routes. */
export function explainWaiting(conversationId: Id, signal: AbortSignal): Promise<WaitsExplanation> {
  const path = `/decisions?conversation_id=${encodeURIComponent(conversationId)}`;
  return request<WaitsExplanation>('GET', path, { signal });
}

/** The answer in one sentence. */
export function waitsWords({ now }: Pick<WaitsExplanation, 'now'>): string {
  if (!now) {
    return texts('waits_no_longer');
  }
  const count = now.operators.length;
  if (count === 0) {
    return texts('waits_nobody_serves');
  }
  if (now.operators.every(({ reasons }) => reasons.length > 0)) {
    return texts('waits_none_can', { count });
  }
  return now.operators.some(({ reasons, rests_until }) => reasons.length === 0 && rests_until === null)
    ? texts('waits_offered_now')
    : texts('waits_all_rest');
}

const REASONS = [
  'offline',
  'away',
  'draining',
  'on_another_call',
  'not_connected',
  'connection_suspect',
  'connection_lost',
  'cannot_notify',
  'missing_skill',
  'kept_for_another',
  'channel_not_assigned',
  'channel_off',
  'on_call',
  'over_capacity',
  'kind_full',
  'full',
  'picked_by_hand',
] as const;

/** What speaks against one operator; a code that this console does not know stands in the server's words. */
export function operatorWords({ name, reasons }: Pick<WhoCould, 'name' | 'reasons'>): string {
  const [first] = reasons;
  if (!first) {
    return texts('could_take', { name });
  }
  const known = REASONS.find((one) => one === first.code);
  return known ? texts(`against_${known}`, { name }) : first.words;
}

/** One line of what happened or comes. */
export function happeningWords({ what, name, queue, reason }: Omit<Happening, 'at'>): string {
  const words = { name: name ?? '', queue: queue ?? '' };
  switch (what) {
    case 'arrived':
    case 'rule':
    case 'full':
    case 'closed':
    case 'waited':
    case 'timed_out':
    case 'undelivered':
    case 'overflows':
    case 'asks_less':
    case 'more_groups':
      return texts(`happened_${what}`, words);
    case 'declined':
      return reason
        ? texts('happened_declined_because', { ...words, reason })
        : texts('happened_declined', words);
    case 'accepted':
      return texts('happened_accepted', words);
    default:
      return texts('happened_taken_back', words);
  }
}
