import type { Option } from '../../../ui';
import { texts } from '../texts';

export type Role = 'operator' | 'supervisor' | 'administrator';

/** An operator's account as `/operators` gives it to administrators. */
export interface Operator {
  id: string;
  email: string;
  name: string;
  picture: string | null;
  /** Whether a second step is asked for at sign-in. */
  second_factor: boolean;
  role: Role;
  /** In which they serve clients. */
  languages: readonly string[];
  time_allowance_percent: number;
  capacity: OwnCapacity;
  /** Levels, 1 to 5, by skill. */
  skills: Readonly<Record<string, number>>;
  active: boolean;
  group_ids: string[];
  channel_ids: string[];
}

/** An operator's own limits: null, and a kind that is not named, is as the company has it. */
export interface OwnCapacity {
  total: number | null;
  kinds: Readonly<Record<string, number>>;
}

/** The company's limits, which hold for everybody who has none of their own. */
export interface UsualCapacity {
  total: number;
  kinds: Readonly<Record<string, { limit: number; weight: number }>>;
}

export type DeclaredStatus = 'online' | 'away' | 'offline';

/** What everybody may see of an operator; the part that is shown here. */
export interface Colleague {
  id: string;
  status: DeclaredStatus;
}

export interface Group {
  id: string;
  name: string;
  member_ids: string[];
}

/** A sign-up link as `/sign-up-links` gives it; its secret is told once, when it is made. */
export interface SignUpLink {
  id: string;
  email: string;
  role: Role;
  state: 'active' | 'used' | 'expired' | 'revoked';
  valid_until: string;
  used_at: string | null;
}

/** What can be ticked for somebody: a group or a channel. */
export interface Named {
  id: string;
  name: string;
}

/** What somebody is and has: the part that a link promises and an operator gets. */
export interface Rights {
  role: Role;
  group_ids: readonly string[];
  channel_ids: readonly string[];
}

export function roles(): Option<Role>[] {
  return [
    { value: 'operator', label: texts('role_operator') },
    { value: 'supervisor', label: texts('role_supervisor') },
    { value: 'administrator', label: texts('role_administrator') },
  ];
}

/** The names of those that are among the ids, as one line. */
export function namesOf(all: readonly Named[], ids: readonly string[]): string {
  return all
    .filter(({ id }) => ids.includes(id))
    .map(({ name }) => name)
    .join(', ');
}

/** The list with one of them added or taken out. */
export function ticked(ids: readonly string[], id: string, on: boolean): string[] {
  const others = ids.filter((other) => other !== id);
  return on ? [...others, id] : others;
}
