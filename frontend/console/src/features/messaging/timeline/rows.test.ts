import { describe, expect, test } from 'vitest';
import type { EntryView } from '../../../../../shared/api/views';
import type { Shown } from '../../../foundation/outbox/outbox';
import { aConversation, anEntry, aThread } from '../../../foundation/testing/views';
import { clientMessagesAfter, firstUnreadOf, isAnswered, type RowsOptions, timelineRows } from './rows';
import { tickOf } from './tick';

const conversation = aConversation('c1');
const NONE: RowsOptions = { firstUnread: null, unsent: [] };

function said(number: number, minute: number, changes: Partial<EntryView> = {}): EntryView {
  const at = new Date(2026, 10, 24, 10, minute).toISOString();
  return anEntry('c1', number, { at, ...changes });
}

function byOperator(id: string): Partial<EntryView> {
  return { author: { kind: 'operator', id, name: id }, client_ref: null };
}

function rowsOf(entries: readonly EntryView[], options = NONE) {
  return timelineRows([{ conversation, entries }], options);
}

function places(entries: readonly EntryView[]) {
  return rowsOf(entries).flatMap((row) => (row.kind === 'message' ? [row.place] : []));
}

function item(ref: string): Shown {
  return {
    ref,
    order: 1,
    conversation_id: 'c1',
    kind: 'message',
    text: ref,
    files: [],
    at: 0,
    refused: null,
    state: 'waiting',
  };
}

describe('blocks', () => {
  test('one author within three minutes is one block, with one first and one last', () => {
    expect(places([said(1, 0), said(2, 1), said(3, 3)])).toEqual([
      { first: true, last: false },
      { first: false, last: false },
      { first: false, last: true },
    ]);
  });

  test('three minutes, another author, a note or another day begin a new one', () => {
    const alone = { first: true, last: true };
    expect(places([said(1, 0), said(2, 3)])).toEqual([alone, alone]);
    expect(places([said(1, 0), said(2, 0, byOperator('klara'))])).toEqual([alone, alone]);
    expect(places([said(1, 0), said(2, 0, { kind: 'note' }), said(3, 0)])).toEqual([alone, alone]);
    const late = anEntry('c1', 1, { at: new Date(2026, 10, 23, 23, 59).toISOString() });
    const early = anEntry('c1', 2, { at: new Date(2026, 10, 24, 0, 1).toISOString() });
    expect(places([late, early])).toEqual([alone, alone]);
  });
});

describe('lines', () => {
  test('a day stands above its entries, the beginning below the first day', () => {
    expect(rowsOf([said(1, 0), said(2, 10)]).map(({ kind }) => kind)).toEqual([
      'day',
      'begin',
      'message',
      'message',
    ]);
  });

  test('without the first entry nothing says that it begins here', () => {
    expect(rowsOf([said(7, 0)]).map(({ kind }) => kind)).toEqual(['day', 'message']);
  });

  test('new messages stand below their line, in a block of their own', () => {
    const rows = rowsOf([said(1, 0), said(2, 0), said(3, 0)], { firstUnread: 2, unsent: [] });
    expect(rows.map(({ kind }) => kind)).toEqual(['day', 'begin', 'message', 'new', 'message', 'message']);
    expect(rows[4]).toMatchObject({ place: { first: true, last: false } });
    expect(rows[2]).toMatchObject({ place: { first: true, last: true } });
  });

  test('the first unread is the first of the client, not a note or our own', () => {
    const entries = [
      said(1, 0),
      said(2, 0, { kind: 'note' }),
      said(3, 0, byOperator('klara')),
      said(4, 0),
      said(5, 0),
    ];
    expect(firstUnreadOf(entries, 1)).toBe(4);
    expect(firstUnreadOf(entries, 5)).toBeNull();
    expect(clientMessagesAfter(entries, 3)).toBe(2);
  });

  test('nothing is told apart where all of it is new, or where it was answered', () => {
    expect(firstUnreadOf([said(1, 0), said(2, 0)], 0)).toBeNull();
    const answered = [said(1, 0), said(2, 0), said(3, 0, byOperator('klara'))];
    expect(firstUnreadOf(answered, 1)).toBeNull();
    expect(isAnswered(answered, 2)).toBe(true);
    expect(isAnswered([...answered, said(4, 0)], 4)).toBe(false);
  });

  test('linked conversations follow each other, each with its beginning', () => {
    const next = aConversation('c2', { continued_from_id: 'c1' });
    const rows = timelineRows(
      [
        { conversation, entries: [said(1, 0)] },
        { conversation: next, entries: [anEntry('c2', 1, { at: said(1, 5).at })] },
      ],
      NONE,
    );
    expect(rows.map(({ kind }) => kind)).toEqual(['day', 'begin', 'message', 'day', 'begin', 'message']);
    expect(rows[4]).toMatchObject({ kind: 'begin', linked: true });
  });
});

describe('what is on its way', () => {
  test('stands below, and no more once the timeline has it, under the same key', () => {
    const before = rowsOf([said(1, 0)], { firstUnread: null, unsent: [item('r1'), item('r2')] });
    expect(before.slice(-2).map(({ key }) => key)).toEqual(['r1', 'r2']);
    const arrived = said(2, 0, { ...byOperator('klara'), client_ref: 'r1' });
    const after = rowsOf([said(1, 0), arrived], { firstUnread: null, unsent: [item('r1'), item('r2')] });
    expect(after.slice(-2).map(({ key, kind }) => [key, kind])).toEqual([
      ['r1', 'message'],
      ['r2', 'unsent'],
    ]);
  });
});

describe('ticks', () => {
  const at = (state: 'accepted' | 'sent' | 'failed' | 'unknown' | 'queued' | 'read') =>
    said(5, 0, { delivery: { state, reason: null } });

  test('are raised by what the client has received and read', () => {
    expect(tickOf(at('sent'), aThread('c1'))).toBe('sent');
    expect(tickOf(at('sent'), aThread('c1', { client_received: 5 }))).toBe('delivered');
    expect(tickOf(at('accepted'), aThread('c1', { client_read: 6 }))).toBe('read');
    expect(tickOf(at('read'), aThread('c1'))).toBe('read');
  });

  test('are not, where it proves nothing', () => {
    const thread = aThread('c1', { client_read: 9, client_received: 9 });
    expect(tickOf(at('failed'), thread)).toBe('failed');
    expect(tickOf(at('unknown'), thread)).toBe('unknown');
    expect(tickOf(at('queued'), thread)).toBe('on_its_way');
  });

  test("stand at our messages only: the client's have no delivery", () => {
    expect(tickOf(said(5, 0), aThread('c1'))).toBeNull();
  });
});
