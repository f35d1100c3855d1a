import type { ConversationView, EntryView, Id } from '../../../../../shared/api/views';
import type { Part } from '../../../foundation/desk/chain';
import type { Shown } from '../../../foundation/outbox/outbox';

/** Messages of one author are drawn as one block while they follow each other within this time. Milliseconds. */
const BLOCK = 3 * 60_000;

/** Where a message stands in its block: the first has more room above, the last has time and picture. */
export interface Place {
  readonly first: boolean;
  readonly last: boolean;
}

export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly at: string }
  | {
      readonly kind: 'begin';
      readonly key: string;
      readonly conversation: ConversationView;
      readonly linked: boolean;
    }
  | { readonly kind: 'new'; readonly key: string }
  | { readonly kind: 'change'; readonly key: string; readonly entry: EntryView }
  | { readonly kind: 'note'; readonly key: string; readonly entry: EntryView }
  | { readonly kind: 'message'; readonly key: string; readonly entry: EntryView; readonly place: Place }
  | { readonly kind: 'unsent'; readonly key: string; readonly item: Shown; readonly place: Place };

export interface RowsOptions {
  /** The number of the first entry that was unread when the conversation was opened, of the last part. */
  readonly firstUnread: number | null;
  /** What was said here and is not on the timeline yet. */
  readonly unsent: readonly Shown[];
}

function isSaid({ kind, change }: EntryView): boolean {
  return kind === 'message' || change?.what === 'unsupported';
}

/** The same key for entry and outbox item, so that a message keeps its place on the screen when it arrives. */
function keyOf({ id, client_ref, author }: EntryView): string {
  return author.kind === 'client' ? id : (client_ref ?? id);
}

function sameBlock(one: EntryView | undefined, other: EntryView | undefined): boolean {
  return (
    one !== undefined &&
    other !== undefined &&
    isSaid(one) &&
    isSaid(other) &&
    one.conversation_id === other.conversation_id &&
    one.author.kind === other.author.kind &&
    one.author.id === other.author.id &&
    Date.parse(other.at) - Date.parse(one.at) < BLOCK &&
    dayOf(one.at) === dayOf(other.at)
  );
}

function dayOf(at: string | number): string {
  return new Date(at).toDateString();
}

function entryRow(entry: EntryView, place: Place): Row {
  const key = keyOf(entry);
  if (isSaid(entry)) {
    return { kind: 'message', key, entry, place };
  }
  return { kind: entry.kind === 'note' ? 'note' : 'change', key, entry };
}

function partRows({ conversation, entries }: Part, linked: boolean, firstUnread: number | null): Row[] {
  const rows: Row[] = [];
  let day = '';
  const begins = entries[0]?.number === 1;
  entries.forEach((entry, place) => {
    const today = dayOf(entry.at);
    if (today !== day) {
      rows.push({ kind: 'day', key: `${conversation.id} ${today}`, at: entry.at });
      day = today;
    }
    if (place === 0 && begins) {
      rows.push({ kind: 'begin', key: `${conversation.id} begin`, conversation, linked });
    }
    if (entry.number === firstUnread) {
      rows.push({ kind: 'new', key: 'new' });
    }
    const before = entry.number === firstUnread ? undefined : entries[place - 1];
    const after = entries[place + 1]?.number === firstUnread ? undefined : entries[place + 1];
    rows.push(entryRow(entry, { first: !sameBlock(before, entry), last: !sameBlock(entry, after) }));
  });
  return rows;
}

/** Everything that stands in the timeline, in its order. */
export function timelineRows(parts: readonly Part[], { firstUnread, unsent }: RowsOptions): Row[] {
  const newest = parts.at(-1);
  const rows = parts.flatMap((part, place) =>
    partRows(
      part,
      place > 0 || part.conversation.continued_from_id !== null,
      part === newest ? firstUnread : null,
    ),
  );
  const arrived = refsOf(newest?.entries ?? []);
  const waiting = unsent.filter(({ ref }) => !arrived.has(ref));
  waiting.forEach((item, place) => {
    const itsPlace = { first: place === 0, last: place === waiting.length - 1 };
    rows.push({ kind: 'unsent', key: item.ref, item, place: itsPlace });
  });
  return rows;
}

/** The references of our own entries: what is here has arrived. */
export function refsOf(entries: readonly EntryView[]): ReadonlySet<string> {
  return new Set(
    entries.flatMap(({ client_ref, author }) =>
      client_ref && author.kind === 'operator' ? [client_ref] : [],
    ),
  );
}

/**
 * The first message of the client's that nobody has read. None where it is to be read from the beginning, or
 * where somebody has answered it: there is no old part that it would have to be told from.
 */
export function firstUnreadOf(entries: readonly EntryView[], operatorRead: number): number | null {
  const messages = entries.filter(({ kind }) => kind === 'message');
  const place = messages.findIndex(({ number, author }) => number > operatorRead && author.kind === 'client');
  const found = messages[place];
  return place > 0 && found && !isAnswered(messages, found.number) ? found.number : null;
}

/** Whether one of us has said something to the client after an entry. */
export function isAnswered(entries: readonly EntryView[], number: number): boolean {
  return entries.some(
    (entry) => entry.number > number && entry.kind === 'message' && entry.author.kind === 'operator',
  );
}

/** How many messages of the client came after an entry. */
export function clientMessagesAfter(entries: readonly EntryView[], number: number): number {
  return entries.filter((entry) => entry.number > number && entry.author.kind === 'client' && isSaid(entry))
    .length;
}

export function isOwn({ author }: EntryView, me: Id): boolean {
  return author.kind === 'operator' && author.id === me;
}
