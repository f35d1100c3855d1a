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

/** A value of the detail; lists stand side by side. */
function shown(value: unknown): string {
  if (Array.isArray(value)) {
    return value.map(shown).join(', ');
  }
  return value !== null && typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The names and values that belong to an act, in one line; empty when there are none. */
export function detailWords(detail: Act['detail']): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) => `${name}: ${shown(value)}`)
    .join(' · ');
}
