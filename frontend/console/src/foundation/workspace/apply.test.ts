import { describe, expect, test } from 'vitest';
import type { ConversationView } from '../../../../shared/api/views';
import type { EventFrame } from '../../../../shared/live';
import { Chance } from '../testing/chance';
import { aConversation, aNotification, anEntry, anOffer, aQueue, aSnapshot, aStatus } from '../testing/views';
import { apply, putOffer } from './apply';
import { Company } from './company';
import { keepConversation, putAnswer, releaseConversation } from './conversations';
import { addEntries } from './timelines';
import { fromSnapshot, type Workspace } from './workspace';

const SEEDS = Array.from({ length: 150 }, (_, seed) => seed);

function event(position: number, name: string, data: unknown): EventFrame {
  return { type: 'event', position, event: name, data };
}

/** What is on the screen, without what only remembers how it came there. */
function shown({ conversations, offers, channels, queues, status, position }: Workspace) {
  return { position, status, conversations, offers, channels, queues };
}

describe('old snapshot + events = new snapshot', () => {
  test.each(SEEDS)('whatever happens, in company %i', (seed) => {
    const company = new Company(seed);
    const chance = new Chance(seed + 1000);
    for (let before = chance.below(60); before > 0; before--) {
      company.step();
    }
    let workspace = fromSnapshot(company.snapshot());
    const from = company.frames.length;
    for (let step = 0; step < 80; step++) {
      company.step();
    }
    for (const frame of company.frames.slice(from)) {
      workspace = apply(workspace, frame);
    }
    const truth = fromSnapshot(company.snapshot());
    expect(shown({ ...workspace, position: truth.position })).toEqual(shown(truth));
  });

  test.each(SEEDS)('with events that come twice and late, in company %i', (seed) => {
    const company = new Company(seed);
    const chance = new Chance(seed);
    let workspace = fromSnapshot(company.snapshot());
    let heard = 0;
    for (let step = 0; step < 120; step++) {
      company.step();
      // A reconnect may begin far back: everything since comes again.
      const start = chance.often(0.1) ? chance.below(heard + 1) : heard;
      for (const frame of company.frames.slice(start)) {
        workspace = apply(workspace, frame);
      }
      heard = company.frames.length;
    }
    const truth = fromSnapshot(company.snapshot());
    expect(shown({ ...workspace, position: truth.position })).toEqual(shown(truth));
  });

  test.each(SEEDS)('with answers to requests that come long after, in company %i', (seed) => {
    const company = new Company(seed);
    const chance = new Chance(seed);
    let workspace = fromSnapshot(company.snapshot());
    let heard = 0;
    const answers: ConversationView[] = [];
    for (let step = 0; step < 120; step++) {
      answers.push(...company.snapshot().conversations.filter(() => chance.often(0.1)));
      company.step();
      for (const frame of company.frames.slice(heard)) {
        workspace = apply(workspace, frame);
      }
      heard = company.frames.length;
      const late = chance.often(0.5) ? answers.splice(chance.below(answers.length), 1) : [];
      workspace = late.reduce(putAnswer, workspace);
    }
    const truth = fromSnapshot(company.snapshot());
    expect(shown({ ...workspace, position: truth.position })).toEqual(shown(truth));
  });

  test.each(SEEDS.slice(0, 50))('for an open timeline, too, in company %i', (seed) => {
    const company = new Company(seed);
    const id = 'c0';
    for (let step = 0; step < 60 || company.entries(id).length === 0; step++) {
      company.step();
    }
    company.watched = id;
    let workspace = keepConversation(fromSnapshot(company.snapshot()), id);
    workspace = addEntries(workspace, id, company.entries(id).slice(-5));
    const from = company.frames.length;
    for (let step = 0; step < 60; step++) {
      company.step();
    }
    for (const frame of company.frames.slice(from)) {
      workspace = apply(workspace, frame);
    }
    const entries = workspace.timelines.get(id) ?? [];
    expect(entries.length).toBeGreaterThan(0);
    expect(entries).toEqual(company.entries(id).slice(-entries.length));
  });
});

describe('one event', () => {
  const start = fromSnapshot(
    aSnapshot({ position: 5, conversations: [aConversation('c1', { version: 3 })] }),
  );

  test('at or before the position of the snapshot is in it already', () => {
    const late = event(5, 'conversation.changed', aConversation('c1', { version: 9, subject: 'late' }));
    expect(apply(start, late)).toBe(start);
  });

  test('with an older version changes nothing but the place', () => {
    const older = apply(
      start,
      event(6, 'conversation.changed', aConversation('c1', { version: 2, subject: 'x' })),
    );
    expect(older.conversations).toBe(start.conversations);
    expect(older.position).toBe(6);
  });

  test('that nobody knows only moves the place', () => {
    expect(apply(start, event(8, 'moon.risen', { id: 'm1' }))).toEqual({ ...start, position: 8 });
  });

  test('of the settings asks for a new snapshot', () => {
    expect(apply(start, event(6, 'settings.changed', {})).outdated).toBe(true);
  });

  test("of a colleague's status leaves mine alone", () => {
    const told = apply(
      start,
      event(6, 'status.changed', aStatus({ operator_id: 'tomas', status: 'away', version: 9 })),
    );
    expect(told.status).toBe(start.status);
  });

  test('of a queue renames it wherever it stands', () => {
    const waiting = aNotification('n1', { queue_id: 'sales' });
    const told = apply(
      { ...start, notifications: new Map([['n1', waiting]]) },
      event(6, 'queue.changed', aQueue('sales', { name: 'Sales and rentals', version: 2 })),
    );
    expect(told.notifications.get('n1')?.queue_name).toBe('Sales and rentals');
    expect(told.conversations.get('c1')?.queue_name).toBe('Sales and rentals');
  });
});

describe('answers to requests meet the events', () => {
  test('the answer of an accept does not bring back what was closed meanwhile', () => {
    const mine = aConversation('c1', { state: 'active', owner_id: 'klara', version: 4 });
    const closed = { ...mine, state: 'closed' as const, owner_id: null, version: 5 };
    let workspace = fromSnapshot(aSnapshot({ conversations: [mine] }));
    workspace = apply(workspace, event(1, 'conversation.closed', closed));
    expect(putAnswer(workspace, mine).conversations.size).toBe(0);
  });

  test('nor does an offer come back after it ended', () => {
    const offer = anOffer('o1', aConversation('c1'));
    let workspace = fromSnapshot(aSnapshot({ offers: [offer] }));
    workspace = apply(workspace, event(1, 'offer.expired', { ...offer, outcome: 'timed_out', version: 2 }));
    expect(putOffer(workspace, offer).offers.size).toBe(0);
  });

  test('a conversation that is open on the screen stays, whoever takes it, until it is left', () => {
    const waiting = aConversation('c1', { version: 4 });
    const taken = { ...waiting, state: 'active' as const, owner_id: 'tomas', version: 5 };
    let workspace = keepConversation(fromSnapshot(aSnapshot({ conversations: [waiting] })), 'c1');
    workspace = apply(workspace, event(1, 'conversation.assigned', taken));
    expect(workspace.conversations.get('c1')).toEqual(taken);
    workspace = releaseConversation(workspace, 'c1');
    expect(workspace.conversations.size).toBe(0);
    workspace = putAnswer(keepConversation(workspace, 'c1'), taken);
    expect(workspace.conversations.get('c1')).toEqual(taken);
  });
});

describe('a timeline', () => {
  const workspace = keepConversation(fromSnapshot(aSnapshot({ conversations: [aConversation('c1')] })), 'c1');

  test('takes entries in any order, each once', () => {
    const told = [3, 1, 2, 2].map((number) => anEntry('c1', number));
    const entries = addEntries(workspace, 'c1', told).timelines.get('c1');
    expect(entries?.map(({ number }) => number)).toEqual([1, 2, 3]);
  });

  test('keeps only what follows a gap, so that the rest is fetched again', () => {
    const told = [1, 2, 5, 6].map((number) => anEntry('c1', number));
    const entries = addEntries(workspace, 'c1', told).timelines.get('c1');
    expect(entries?.map(({ number }) => number)).toEqual([5, 6]);
  });

  test('is not begun by an event: nobody has asked for it', () => {
    const told = apply(workspace, event(1, 'message.received', anEntry('c1', 1)));
    expect(told.timelines.size).toBe(0);
  });

  test('keeps the newer version of an entry', () => {
    const read = anEntry('c1', 1, { version: 4, text: 'new' });
    const held = addEntries(workspace, 'c1', [read]);
    expect(
      addEntries(held, 'c1', [anEntry('c1', 1, { version: 3, text: 'old' })]).timelines.get('c1'),
    ).toEqual([read]);
  });
});
