import { request } from '../../../foundation/http';
import type { Named } from '../people/people';

export interface Skill extends Named {
  readonly retired: boolean;
}

/** Levels, 1 to 5, by skill. */
export type Levels = Readonly<Record<string, number>>;

/** Something that will not work as it is set up. */
export interface Fault {
  readonly code: string;
  readonly queue_id: string | null;
  readonly skill_id: string | null;
}

export interface Hours {
  readonly days: readonly number[];
  readonly opens: string;
  readonly closes: string;
}

export interface Overflow {
  readonly to_queue_id: string;
  readonly after_seconds: number | null;
  readonly when_full: boolean;
  readonly when_closed: boolean;
}

export interface Relaxation {
  readonly after_seconds: number;
  readonly drop_skills: boolean;
  readonly lower_to: number | null;
  readonly add_group_ids: readonly string[];
}

export const DISCIPLINES = ['head_start', 'longest_waiting', 'priority', 'ageing'] as const;
export const CHOICES = ['longest_idle', 'most_spare', 'best_skill', 'last_operator'] as const;
export const WHEN_NOBODY = ['keep', 'refuse', 'auto_reply', 'callback'] as const;
export type WhenNobody = (typeof WHEN_NOBODY)[number];

/** What can be set of a queue. By class: "1" is urgent, "2" high. */
export interface QueueSettings {
  readonly discipline: (typeof DISCIPLINES)[number];
  readonly choice: (typeof CHOICES)[number];
  readonly head_start_seconds: Readonly<Record<string, number>>;
  readonly ageing_rates: Readonly<Record<string, number>>;
  readonly last_operator_seconds: number;
  readonly broadcast: boolean;
  readonly size_limit: number | null;
  readonly hours: readonly Hours[] | null;
  readonly overflow: Overflow | null;
  readonly when_nobody: WhenNobody;
  readonly reply_text: string;
  readonly relaxation: readonly Relaxation[];
}

export interface Queue extends Named, QueueSettings {
  readonly group_id: string | null;
  readonly group_name: string | null;
  readonly waiting: number;
  readonly service_target_seconds: number;
  readonly open: boolean;
  readonly changes_at: string | null;
  readonly faults: readonly Fault[];
}

export interface Conditions {
  readonly channel_ids: readonly string[];
  readonly kinds: readonly string[];
  readonly languages: readonly string[];
  readonly parameters: Readonly<Record<string, readonly string[]>>;
}

export interface RuleBody {
  readonly name: string;
  readonly enabled: boolean;
  readonly conditions: Conditions;
  readonly queue_id: string | null;
  readonly priority: number | null;
  readonly skills: Levels;
}

export interface Rule extends RuleBody {
  readonly id: string;
  readonly faults: readonly Fault[];
}

/** How everything is set up, as `/routing` gives it. */
export interface Routing {
  readonly queues: readonly Queue[];
  readonly rules: readonly Rule[];
}

/** What rules would have made of what came already. */
export interface DryRun {
  readonly conversations: number;
  readonly more: boolean;
  readonly other_queue: number;
  readonly other_priority: number;
  readonly other_skills: number;
  readonly by_rule: readonly { id: string | null; name: string | null; after: number }[];
  readonly by_queue: readonly { id: string | null; name: string | null; before: number; after: number }[];
}

/** The events that say that what is set up may be others. */
export const HEARD = ['queue', 'settings', 'operator', 'group'];

/** Adds a thing where there is no id, and changes it where there is. */
export function save<Answer>(path: string, id: string | null, body: object, key?: string): Promise<Answer> {
  return id === null
    ? request<Answer>('POST', path, { body, ...(key && { idempotencyKey: key }) })
    : request<Answer>('PATCH', `${path}/${encodeURIComponent(id)}`, { body });
}

/** The number that somebody typed; null for nothing, and NaN for what is none. */
export function numberOf(text: string): number | null {
  return text.trim() === '' ? null : Number(text);
}
