import type { ClientCard, ConversationView } from '../../../../shared/api/views';
import { spokenNow } from '../../../../shared/i18n';
import { texts } from './texts';

/** Whom we know by nothing is told apart by the end of the id. */
const MARK_LENGTH = 4;

/** By what a client is called on every screen: the name, else an address or number, else "Client 4F2A". */
export function clientName({ id, name, email, phone }: ClientCard, shown: string | null = null): string {
  return name ?? shown ?? email ?? phone ?? texts('unnamed', { mark: id.slice(-MARK_LENGTH).toUpperCase() });
}

export function nameIn({ client, identity }: Pick<ConversationView, 'client' | 'identity'>): string {
  return clientName(client, identity.value_shown);
}

/** More letters than that are no given name, and would make a sentence of their own. */
const LONGEST_FIRST = 24;

/** A given name to speak of somebody in a sentence: "Jana is typing". Whole names of one word stay. */
export function firstName(name: string): string {
  const first = name.split(/\s+/)[0] ?? name;
  return first.length > LONGEST_FIRST ? `${first.slice(0, LONGEST_FIRST)}…` : first;
}

/** A language in the operator's own: "Czech" for `cs`. Tags that nobody knows stay as they are. */
export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames([spokenNow().language], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
