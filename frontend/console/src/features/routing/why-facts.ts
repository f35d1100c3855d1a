import type { Id } from '../../../../shared/api/views';
import { request } from '../../foundation/http';
import { texts } from './texts';

/** A stable code, and the server's own words for it. */
export interface Reason {
  readonly code: string;
  readonly words: string;
}

/** What speaks against this operator taking one that waits. */
interface WaitsFor {
  readonly conversation_id: Id;
  readonly reasons: readonly Reason[];
}

/** What holds for the operator whoever waits; by the same function by which clients are given. */
export interface Own {
  readonly able: boolean;
  readonly reasons: readonly Reason[];
  readonly channels: readonly { readonly channel_id: Id; readonly reasons: readonly Reason[] }[];
  readonly last_client_at: string | null;
}

export interface Explanation {
  readonly own: Own | null;
  readonly waiting: readonly WaitsFor[];
}

/** Asks the server, which decides from the same facts by which it routes. */
export function explain(operatorId: Id, signal: AbortSignal): Promise<Explanation> {
  return request<Explanation>('GET', `/decisions?operator_id=${encodeURIComponent(operatorId)}`, { signal });
}

export interface Division {
  readonly code: string;
  readonly words: string;
  readonly count: number;
}

/** How the waiting clients divide, by the first thing that speaks against each; the largest part first. */
export function divide({ waiting }: Pick<Explanation, 'waiting'>): readonly Division[] {
  const parts = new Map<string, Division>();
  for (const { reasons } of waiting) {
    const first = reasons[0] ?? { code: 'none', words: '' };
    const count = (parts.get(first.code)?.count ?? 0) + 1;
    parts.set(first.code, { ...first, count });
  }
  return [...parts.values()].sort((one, other) => other.count - one.count);
}

/** Reasons that hold for everything, by the fact among which they stand. */
const ABOUT_STATUS: ReadonlySet<string> = new Set([
  'offline',
  'away',
  'draining',
  'on_another_call',
  'on_call',
]);
const UNREACHABLE = ['not_connected', 'connection_suspect', 'connection_lost', 'cannot_notify'] as const;

export function speaksAgainstStatus({ reasons }: Own): Reason | undefined {
  return reasons.find(({ code }) => ABOUT_STATUS.has(code));
}

export function unreachableBecause({ reasons }: Own): (typeof UNREACHABLE)[number] | undefined {
  return UNREACHABLE.find((one) => reasons.some(({ code }) => code === one));
}

const KNOWN = [
  'none',
  'not_in_group',
  'not_the_one',
  'channel_not_assigned',
  'channel_off',
  'kind_full',
  'full',
  'over_capacity',
  'picked_by_hand',
  'missing_skill',
  'kept_for_another',
] as const;

/** Codes about the operator himself hold for all clients alike and stand among his own facts. */
export function divisionWords({ code, words, count }: Division): string {
  const known = KNOWN.find((one) => one === code);
  return known ? texts(`why_${known}`, { count }) : texts('why_otherwise', { count, words });
}
