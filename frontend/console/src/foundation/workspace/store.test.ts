import { describe, expect, test } from 'vitest';
import type { WorkspaceView } from '../../../../shared/api/views';
import { type EventFrame, Live } from '../../../../shared/live';
import { World } from '../../../../shared/live/world';
import { Chance } from '../testing/chance';
import { aConversation, aSnapshot } from '../testing/views';
import { Company } from './company';
import { WorkspaceStore } from './store';
import { fromSnapshot } from './workspace';

/** A server whose answers wait until the test gives them. */
class Server {
  readonly asked: { answer(snapshot: WorkspaceView): void; fail(failure: unknown): void }[] = [];

  load = () =>
    new Promise<WorkspaceView>((resolve, reject) => {
      this.asked.push({ answer: resolve, fail: reject });
    });

  async answer(snapshot: WorkspaceView): Promise<void> {
    this.asked.shift()?.answer(snapshot);
    await settle();
  }

  async fail(failure: unknown): Promise<void> {
    this.asked.shift()?.fail(failure);
    await settle();
  }
}

function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

function start(world = new World()) {
  const server = new Server();
  const signedOut = { times: 0 };
  const store = new WorkspaceStore({
    load: server.load,
    openLive: (options) =>
      new Live({ url: 'ws://hovor', credentials: () => ({ ticket: 't' }), ...options }, world),
    isSignedOut: (failure) => failure === 'signed out',
    onSignedOut: () => {
      signedOut.times += 1;
    },
    outside: world,
  });
  store.load();
  return { world, server, store, signedOut };
}

function event(position: number, subject: string): EventFrame {
  const data = aConversation('c1', { version: position, subject });
  return { type: 'event', position, event: 'conversation.changed', data };
}

describe('the first snapshot', () => {
  test('opens the socket where it ends', async () => {
    const { world, server, store } = start();
    expect(store.loadState).toBe('loading');
    await server.answer(aSnapshot({ position: 7 }));
    await world.socket.welcome(9);
    expect(world.socket.sent[0]).toMatchObject({ type: 'hello', after: 7 });
    expect(store.loadState).toBe('ready');
  });

  test('is asked for until it is there', async () => {
    const { world, server, store } = start();
    await server.fail('no network');
    expect(store.loadState).toBe('failed');
    for (let failure = 0; failure < 20; failure++) {
      world.pass(60_000);
      await server.fail('no network');
    }
    world.pass(60_000);
    await server.answer(aSnapshot());
    expect(store.loadState).toBe('ready');
    expect(store.mayBeOld).toBe(false);
  });

  test('is not asked for again when nobody is signed in', async () => {
    const { world, server, signedOut } = start();
    await server.fail('signed out');
    world.pass(600_000);
    expect(server.asked).toHaveLength(0);
    expect(signedOut.times).toBe(1);
  });
});

describe('a resync', () => {
  test('fetches a snapshot, while what is there stays and goes on', async () => {
    const { world, server, store } = start();
    await server.answer(aSnapshot({ position: 1, conversations: [aConversation('c1')] }));
    await world.socket.welcome();
    world.socket.say({ type: 'resync' });
    world.socket.say(event(5, 'after the resync'));
    expect(store.shown?.conversations.get('c1')?.subject).toBe('after the resync');
    await server.answer(aSnapshot({ position: 3, conversations: [aConversation('c1', { version: 3 })] }));
    expect(store.shown?.conversations.get('c1')?.subject).toBe('after the resync');
    expect(store.shown?.generation).toBe(2);
  });

  test('while a snapshot is under way asks for one more, since that one may be too old', async () => {
    const { world, server } = start();
    await server.answer(aSnapshot());
    await world.socket.welcome();
    world.socket.say({ type: 'resync' });
    world.socket.say({ type: 'resync' });
    expect(server.asked).toHaveLength(1);
    await server.answer(aSnapshot());
    expect(server.asked).toHaveLength(1);
    await server.answer(aSnapshot());
    expect(server.asked).toHaveLength(0);
  });

  test('that fails says that the list may be old, and is tried again', async () => {
    const { world, server, store } = start();
    await server.answer(aSnapshot());
    await world.socket.welcome();
    world.socket.say({ type: 'resync' });
    await server.fail('no network');
    expect(store.mayBeOld).toBe(true);
    expect(store.loadState).toBe('ready');
    world.pass(500);
    await server.answer(aSnapshot());
    expect(store.mayBeOld).toBe(false);
  });

  test('settings that changed ask for a snapshot, too', async () => {
    const { world, server } = start();
    await server.answer(aSnapshot());
    await world.socket.welcome();
    world.socket.say({ type: 'event', position: 1, event: 'settings.changed', data: {} });
    expect(server.asked).toHaveLength(1);
  });
});

describe('whatever the network does, the screen shows what the server holds (INV-48)', () => {
  test.each(Array.from({ length: 60 }, (_, seed) => seed))('chance %i', async (seed) => {
    const chance = new Chance(seed);
    const company = new Company(seed);
    const { world, server, store } = start();
    await server.answer(company.snapshot());
    await world.socket.welcome();
    let sent = 0;
    const deliver = () => {
      for (const frame of company.frames.slice(sent)) {
        world.socket.say(frame);
      }
      sent = company.frames.length;
    };
    for (let step = 0; step < 60; step++) {
      company.step();
      if (chance.often(0.15)) {
        // A cut: what happens until the socket is back comes after its hello, from the place it names.
        world.socket.cut();
        company.step();
        world.page.wake();
        await world.socket.welcome();
        const { after } = world.socket.sent[0] as { after: number };
        sent = company.frames.findIndex(({ position }) => position > after);
        sent = sent < 0 ? company.frames.length : sent;
      }
      if (chance.often(0.1)) {
        world.socket.say({ type: 'resync' });
        const snapshot = company.snapshot();
        company.step();
        deliver();
        await server.answer(snapshot);
      }
      deliver();
    }
    const truth = fromSnapshot(company.snapshot());
    expect(store.shown?.conversations).toEqual(truth.conversations);
    expect(store.shown?.offers).toEqual(truth.offers);
    expect(store.shown?.status).toEqual(truth.status);
  });
});

describe('what is not confirmed yet', () => {
  test('lies over the truth until it is taken away, and events go on below', async () => {
    const { world, server, store } = start();
    await server.answer(aSnapshot({ conversations: [aConversation('c1')] }));
    await world.socket.welcome();
    const undo = store.lay((workspace) => ({
      ...workspace,
      status: { ...workspace.status, status: 'away' },
    }));
    world.socket.say(event(5, 'news'));
    expect(store.shown?.status.status).toBe('away');
    expect(store.shown?.conversations.get('c1')?.subject).toBe('news');
    expect(store.truth?.status.status).toBe('online');
    undo();
    expect(store.shown?.status.status).toBe('online');
  });
});
