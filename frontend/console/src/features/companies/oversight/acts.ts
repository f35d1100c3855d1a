import { texts } from '../texts';

/** Somebody or something in the log; only colleagues have a name. */
export interface Named {
  kind: string;
  id: string;
  name: string | null;
}

/** One act, as `GET /audit` gives it. */
export interface Act {
  number: number;
  at: string;
  actor: Named;
  action: string;
  subject: Named;
  detail: Readonly<Record<string, unknown>>;
}

/** A page of acts, the latest first. */
export interface ActPage {
  items: readonly Act[];
  next: string | null;
}

/** Whether the log is whole, as `GET /audit/chain` gives it. */
export interface Chain {
  entries: number;
  head: string;
  broken_at: number | null;
}

/** What acts are about, for the choice above the log. */
export const THINGS = [
  'operator',
  'group',
  'channel',
  'queue',
  'skill',
  'routing_rule',
  'away_reason',
  'company',
  'api_key',
  'sign_up_link',
  'invitation',
  'client',
  'conversation',
  'template',
  'tags',
  'outcomes',
] as const;

const KNOWN = [
  'operator.signed_in',
  'operator.signed_out',
  'operator.created',
  'operator.changed',
  'operator.password_changed',
  'group.created',
  'group.changed',
  'channel.created',
  'channel.changed',
  'queue.saved',
  'skill.saved',
  'routing_rule.saved',
  'routing_rule.deleted',
  'away_reason.created',
  'away_reason.changed',
  'company.created',
  'company.changed',
  'company.mail_changed',
  'company.mail_tried',
  'api_key.created',
  'api_key.revoked',
  'sign_up_link.created',
  'sign_up_link.revoked',
  'sign_up_link.used',
  'invitation.created',
  'invitation.changed',
  'invitation.revoked',
  'invitation.sent',
  'invitation.used',
  'client.changed',
  'client.consent',
  'conversation.started',
  'conversation.transcript',
  'template.created',
  'template.changed',
  'template.retired',
  'tags.saved',
  'outcomes.saved',
  'parked.retried',
] as const;

/** What was done, in words; an act that this console does not know yet stands as the server calls it. */
export function actWords(action: string): string {
  const known = KNOWN.find((one) => one === action);
  return known ? texts(`act_${known}`) : action;
}

/** Who did it. */
export function actorWords({ kind, name }: Named): string {
  if (name !== null) {
    return name;
  }
  if (kind === 'client' || kind === 'integration') {
    return texts(`actor_${kind}`);
  }
  return kind === 'operator' ? texts('actor_gone') : 'Hovor';
}

type Detail = Readonly<Record<string, unknown>>;

/** Identifiers say nothing to people, so of many only their number is told, and one is left out. */
function entryWords([name, value]: [string, unknown]): string | null {
  const words = name.replace(/_ids?$/, '').replaceAll('_', ' ');
  if (name.endsWith('_ids') && Array.isArray(value)) {
    return `${words}: ${value.length}`;
  }
  if (name.endsWith('_id')) {
    return null;
  }
  const shown = valueWords(value);
  return shown === '' ? null : `${words}: ${shown}`;
}

/** A value of the detail; lists stand side by side, and what is in one thing in brackets behind its name. */
function valueWords(value: unknown): string {
  if (value === null || value === undefined) {
    return '';
  }
  if (Array.isArray(value)) {
    return value.map(valueWords).join(', ');
  }
  if (typeof value === 'object') {
    const inside = wordsOf(value as Detail, ', ');
    return inside && `(${inside})`;
  }
  return String(value);
}

function wordsOf(detail: Detail, between: string): string {
  return Object.entries(detail)
    .map(entryWords)
    .filter((words) => words !== null)
    .join(between);
}

/** The names and values that belong to an act, in one line; empty when there are none. */
export function detailWords(detail: Act['detail']): string {
  return wordsOf(detail, ' · ');
}
