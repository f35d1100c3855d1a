import type { Id } from '../../../../shared/api/views';
import { spokenNow } from '../../../../shared/i18n';
import { request } from '../../foundation/http';
import type { IconName, Tone } from '../../ui';
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
  readonly operators: readonly WhoCould[];
  /** When it is looked at again even if nothing happens. */
  readonly again_at: string | null;
}

/** How a conversation is opened to more people, as `widen` takes it, with the names of the groups. */
export interface Wider {
  readonly drop_skills: boolean;
  readonly lower_to: number | null;
  readonly add_group_ids: readonly Id[];
  readonly groups: readonly string[];
}

/** Something that has happened, or comes at its time. */
export interface Happening {
  readonly at: string;
  readonly what: string;
  readonly name: string | null;
  readonly queue: string | null;
  readonly reason: string | null;
  readonly operator_id: Id | null;
  readonly wider: Wider | null;
}

export interface WaitsExplanation {
  /** What is on record, the newest first. */
  readonly items: readonly { readonly at: string; readonly policy_version: string }[];
  /** Null for one that waits no longer, or is being offered. */
  readonly now: Waits | null;
  readonly asked: readonly { readonly skill: string; readonly level: number }[];
  readonly happened: readonly Happening[];
  readonly comes: readonly Happening[];
  readonly place: { readonly number: number; readonly waiting: number } | null;
  /** The groups that may take it now; empty where it is everybody's. */
  readonly group_ids: readonly Id[];
}

/** Asks the server, which answers from its records and by the same function by which it routes. */
export function explainWaiting(conversationId: Id, signal: AbortSignal): Promise<WaitsExplanation> {
  const path = `/decisions?conversation_id=${encodeURIComponent(conversationId)}`;
  return request<WaitsExplanation>('GET', path, { signal });
}

/** One thing that speaks against an operator: how near he is to taking it (small is near), and how it looks. */
interface Look {
  readonly rank: number;
  readonly icon: IconName;
  readonly tone?: Tone;
}

const LOOKS = {
  picked_by_hand: { rank: 1, icon: 'inbox' },
  kept_for_another: { rank: 1, icon: 'clock' },
  on_call: { rank: 2, icon: 'phone' },
  on_another_call: { rank: 2, icon: 'phone' },
  full: { rank: 2, icon: 'users' },
  kind_full: { rank: 2, icon: 'users' },
  over_capacity: { rank: 2, icon: 'warning', tone: 'warn' },
  channel_off: { rank: 3, icon: 'pause' },
  cannot_notify: { rank: 3, icon: 'bell', tone: 'warn' },
  connection_suspect: { rank: 3, icon: 'wifi-off', tone: 'warn' },
  connection_lost: { rank: 3, icon: 'wifi-off', tone: 'warn' },
  draining: { rank: 4, icon: 'moon' },
  away: { rank: 4, icon: 'moon' },
  missing_skill: { rank: 5, icon: 'tag' },
  not_connected: { rank: 6, icon: 'wifi-off' },
  offline: { rank: 7, icon: 'sign-out' },
  not_in_group: { rank: 8, icon: 'clock' },
  channel_not_assigned: { rank: 9, icon: 'block' },
} as const satisfies Readonly<Record<string, Look>>;

export type Against = keyof typeof LOOKS;

const UNKNOWN: Look = { rank: 5, icon: 'block' };
const RESTS: Look = { rank: 0, icon: 'clock' };
const ABLE: Look = { rank: 0, icon: 'tick', tone: 'ok' };
/** Whoever does not serve it now at all, whatever else holds: he is none of those who may take it. */
const NOT_HIS: readonly string[] = ['channel_not_assigned', 'not_in_group'];

const has = (code: string) => (reason: Reason) => reason.code === code;

/** Of several things that speak against an operator the one that is told: that it is not his comes first. */
export function chiefReason({ reasons }: Pick<WhoCould, 'reasons'>): Reason | undefined {
  return reasons.find(({ code }) => NOT_HIS.includes(code)) ?? reasons[0];
}

export function againstOf(reason: Reason): Against | null {
  return Object.hasOwn(LOOKS, reason.code) ? (reason.code as Against) : null;
}

export function lookOf(operator: Pick<WhoCould, 'reasons' | 'rests_until'>): Look {
  const reason = chiefReason(operator);
  if (!reason) {
    return operator.rests_until === null ? ABLE : RESTS;
  }
  const against = againstOf(reason);
  return against ? LOOKS[against] : UNKNOWN;
}

/** What a supervisor's word passes over: limits, skills, and whose turn it is. Whoever is not there gets nothing. */
const PASSED_OVER: readonly string[] = [
  'full',
  'kind_full',
  'over_capacity',
  'missing_skill',
  'kept_for_another',
  'picked_by_hand',
  'not_in_group',
] satisfies Against[];

/** Why an operator cannot even be given it by a supervisor, as far as the answer says. */
export function notGivenBecause(now: Waits | null, operatorId: Id): string | undefined {
  const operator = now?.operators.find(({ operator_id }) => operator_id === operatorId);
  const reason = operator?.reasons.find(({ code }) => !PASSED_OVER.includes(code));
  const against = reason && againstOf(reason);
  return against ? texts(`against_${against}`, { name: operator?.name ?? '' }) : reason?.words;
}

/** Who is nearest to taking it first. */
export function byNearness(operators: readonly WhoCould[]): readonly WhoCould[] {
  return [...operators].sort((one, other) => lookOf(one).rank - lookOf(other).rank);
}

function sentenceOf(operators: readonly WhoCould[]): string {
  const may = operators.filter(({ reasons }) => !reasons.some(({ code }) => NOT_HIS.includes(code)));
  if (may.length === 0) {
    return texts('waits_nobody_serves');
  }
  if (may.every(({ reasons }) => reasons.length === 1 && reasons.some(has('picked_by_hand')))) {
    return texts('waits_picked_by_hand');
  }
  if (may.some(({ reasons }) => reasons.some(has('kept_for_another')))) {
    const kept = may.find(({ reasons }) => !reasons.some(has('kept_for_another')));
    if (kept && kept.reasons.length > 0) {
      return texts('waits_kept_for', { name: kept.name });
    }
  }
  if (may.every(({ reasons }) => reasons.length > 0)) {
    return texts('waits_none_can', { count: may.length });
  }
  return may.some(({ reasons, rests_until }) => reasons.length === 0 && rests_until === null)
    ? texts('waits_offered_now')
    : texts('waits_all_rest');
}

/** The answer in one sentence; `offeredTo` is whom it stands before at this moment. */
export function waitsWords({ now }: Pick<WaitsExplanation, 'now'>, offeredTo: string | null): string {
  if (now) {
    return sentenceOf(now.operators);
  }
  return offeredTo === null ? texts('waits_no_longer') : texts('waits_offered_to', { name: offeredTo });
}

/** Names one after the other, as the language joins them. */
export function listWords(names: readonly string[]): string {
  return new Intl.ListFormat(spokenNow().language).format(names);
}

function openedWords(name: string, { drop_skills, lower_to, groups }: Wider): string {
  const parts = [
    groups.length > 0 && texts('happened_opened_to', { name, groups: listWords(groups) }),
    drop_skills && texts('happened_skills_dropped', { name }),
    !drop_skills && lower_to !== null && texts('happened_skills_lowered', { name, level: lower_to }),
  ];
  return parts.filter(Boolean).join(' ');
}

/** Several of the same after one another, as one: when the first was, its words, and how many. */
export interface Told {
  readonly at: string;
  readonly words: string;
  readonly times: number;
}

/** What happened, what is the same in a row told once. */
export function folded(happened: readonly Happening[]): readonly Told[] {
  const told: Told[] = [];
  for (const one of happened) {
    const words = happeningWords(one);
    const last = told.at(-1);
    if (last?.words === words) {
      told[told.length - 1] = { ...last, times: last.times + 1 };
    } else {
      told.push({ at: one.at, words, times: 1 });
    }
  }
  return told;
}

/** One line of what happened or comes. */
export function happeningWords({ what, name, queue, reason, wider }: Omit<Happening, 'at'>): string {
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
    case 'accepted':
      return texts(`happened_${what}`, words);
    case 'declined':
      return reason
        ? texts('happened_declined_because', { ...words, reason })
        : texts('happened_declined', words);
    case 'widened':
      return wider ? openedWords(words.name, wider) : '';
    case 'asks_less':
      return wider?.drop_skills || !wider?.lower_to
        ? texts('happened_asks_nothing')
        : texts('happened_asks_less', { level: wider.lower_to });
    case 'more_groups':
      return texts('happened_more_groups', { groups: listWords(wider?.groups ?? []) });
    default:
      return texts('happened_taken_back', words);
  }
}
