import type { Id } from '../../../../shared/api/views';
import { request } from '../../foundation/http';
import { texts } from './texts';

/** What speaks against this operator taking one that waits. */
interface WaitsFor {
  readonly conversation_id: Id;
  readonly reasons: readonly { readonly code: string; readonly words: string }[];
}

export interface Explanation {
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
export function divide({ waiting }: Explanation): readonly Division[] {
  const parts = new Map<string, Division>();
  for (const { reasons } of waiting) {
    const first = reasons[0] ?? { code: 'none', words: '' };
    const count = (parts.get(first.code)?.count ?? 0) + 1;
    parts.set(first.code, { ...first, count });
  }
  return [...parts.values()].sort((one, other) => other.count - one.count);
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
] as const;

/** Codes about the operator himself hold for all clients alike and stand among his own facts. */
export function divisionWords({ code, words, count }: Division): string {
  const known = KNOWN.find((one) => one === code);
  return known ? texts(`why_${known}`, { count }) : texts('why_otherwise', { count, words });
}
