/** Settings of `/company`, by the names that the server gives them. */
export type SwitchName = 'operators_switch_channels' | 'preview_before_accept' | 'outcome_required';

export type ChoiceName = 'offer_mode';

export type NumberName =
  | 'offer_deadline_seconds'
  | 'call_offer_deadline_seconds'
  | 'offer_unconfirmed_seconds'
  | 'decline_cool_down_seconds'
  | 'missed_offers_before_away'
  | 'restore_seconds'
  | 'service_target_seconds'
  | 'short_abandon_seconds'
  | 'queued_return_seconds'
  | 'return_seconds'
  | 'wrap_up_limit_seconds'
  | 'quiet_days'
  | 'quiet_days_email'
  | 'invitation_offer_deadline_seconds'
  | 'invitation_once_seconds'
  | 'invitation_repeatedly_seconds'
  | 'invitation_longest_seconds'
  | 'sign_in_idle_seconds'
  | 'sign_in_limit_seconds';

/** The part of `/company` that is set here. */
export interface Company {
  name: string;
  time_zone: string;
  language: string;
  settings: Record<SwitchName, boolean> & Record<ChoiceName, string> & Record<NumberName, number>;
}

/** What stands in a field, and is saved with the others of its card. */
export type FieldName = ChoiceName | NumberName;

/** Seconds in what a person writes: a sign-in lasts days, an offer seconds. */
const UNITS = { times: 1, whole_days: 1, seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const;

export type Unit = keyof typeof UNITS;

interface Bounds {
  unit: Unit;
  /** The least and the most, in the unit. */
  least: number;
  most: number;
}

/** What may be written where; the server has the same bounds. */
export const NUMBERS: Readonly<Record<NumberName, Bounds>> = {
  offer_deadline_seconds: { unit: 'seconds', least: 5, most: 600 },
  call_offer_deadline_seconds: { unit: 'seconds', least: 5, most: 120 },
  offer_unconfirmed_seconds: { unit: 'seconds', least: 1, most: 30 },
  decline_cool_down_seconds: { unit: 'seconds', least: 0, most: 3600 },
  missed_offers_before_away: { unit: 'times', least: 0, most: 20 },
  restore_seconds: { unit: 'seconds', least: 15, most: 1800 },
  service_target_seconds: { unit: 'seconds', least: 1, most: 604_800 },
  short_abandon_seconds: { unit: 'seconds', least: 0, most: 600 },
  queued_return_seconds: { unit: 'seconds', least: 10, most: 86_400 },
  return_seconds: { unit: 'seconds', least: 60, most: 86_400 },
  wrap_up_limit_seconds: { unit: 'seconds', least: 0, most: 3600 },
  quiet_days: { unit: 'whole_days', least: 1, most: 365 },
  quiet_days_email: { unit: 'whole_days', least: 1, most: 365 },
  invitation_offer_deadline_seconds: { unit: 'seconds', least: 5, most: 600 },
  invitation_once_seconds: { unit: 'minutes', least: 5, most: 525_600 },
  invitation_repeatedly_seconds: { unit: 'minutes', least: 5, most: 525_600 },
  invitation_longest_seconds: { unit: 'minutes', least: 5, most: 525_600 },
  sign_in_idle_seconds: { unit: 'minutes', least: 15, most: 43_200 },
  sign_in_limit_seconds: { unit: 'hours', least: 1, most: 2160 },
};

export const CHOICES = {
  offer_mode: ['automatic', 'broadcast'],
} as const;

export interface SettingGroup {
  name: 'status' | 'offers' | 'waiting' | 'ending' | 'invitations' | 'sign_in';
  choices?: readonly ChoiceName[];
  switches?: readonly SwitchName[];
  numbers: readonly NumberName[];
}

/** The cards, in the order of a working day. */
export const GROUPS: readonly SettingGroup[] = [
  {
    name: 'status',
    switches: ['operators_switch_channels'],
    numbers: ['missed_offers_before_away', 'restore_seconds'],
  },
  {
    name: 'offers',
    choices: ['offer_mode'],
    switches: ['preview_before_accept'],
    numbers: [
      'offer_deadline_seconds',
      'call_offer_deadline_seconds',
      'offer_unconfirmed_seconds',
      'decline_cool_down_seconds',
    ],
  },
  {
    name: 'waiting',
    numbers: ['service_target_seconds', 'short_abandon_seconds', 'queued_return_seconds', 'return_seconds'],
  },
  {
    name: 'ending',
    switches: ['outcome_required'],
    numbers: ['wrap_up_limit_seconds', 'quiet_days', 'quiet_days_email'],
  },
  {
    name: 'invitations',
    numbers: [
      'invitation_once_seconds',
      'invitation_repeatedly_seconds',
      'invitation_longest_seconds',
      'invitation_offer_deadline_seconds',
    ],
  },
  { name: 'sign_in', numbers: ['sign_in_idle_seconds', 'sign_in_limit_seconds'] },
];

/** A setting as it stands in its field, in the unit of that field. */
export function written(name: NumberName, value: number): string {
  return String(value / UNITS[NUMBERS[name].unit]);
}

/** What the server is sent for what is written; null when it is no whole number within the bounds. */
export function numberOf(name: NumberName, text: string): number | null {
  const { unit, least, most } = NUMBERS[name];
  const trimmed = text.trim();
  const count = Number(trimmed);
  const fits = /^\d+$/.test(trimmed) && count >= least && count <= most;
  return fits ? count * UNITS[unit] : null;
}

/** The values of a card's fields as the server has them, as text. */
export function valuesOf({ settings }: Company, { numbers, choices = [] }: SettingGroup) {
  return Object.fromEntries([
    ...choices.map((name) => [name, settings[name]]),
    ...numbers.map((name) => [name, written(name, settings[name])]),
  ]) as Record<FieldName, string>;
}
