import { beforeEach, describe, expect, test } from 'vitest';
import type { DraftView } from '../../../../shared/api/views';
import { World } from '../../../../shared/live/world';
import { Refusal } from '../http';
import { type Draft, Drafts } from './drafts';

/** What the server keeps of one operator's drafts. */
class Server {
  readonly drafts = new Map<string, DraftView>();
  failure: Refusal | null = null;
  saves = 0;

  load = (id: string): Promise<DraftView> => {
    const nothing = { conversation_id: id, version: 0, text: '', files: [], saved_at: null };
    return this.failure ? Promise.reject(this.failure) : Promise.resolve(this.drafts.get(id) ?? nothing);
  };

  save = (id: string, { text, files }: Draft): Promise<DraftView> => {
    this.saves += 1;
    if (this.failure) {
      return Promise.reject(this.failure);
    }
    const version = (this.drafts.get(id)?.version ?? 0) + 1;
    const draft = { conversation_id: id, version, text, files, saved_at: '2026-11-24T10:00:00Z' };
    this.drafts.set(id, draft);
    return Promise.resolve(draft);
  };
}

function open(server: Server, world = new World()) {
  const { load, save } = server;
  return {
    world,
    drafts: new Drafts({ operatorId: 'klara', storage: localStorage, load, save, outside: world }),
  };
}

function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

beforeEach(() => localStorage.clear());

describe('what is typed', () => {
  test('survives a reload at every key, before the server has it', () => {
    const server = new Server();
    open(server).drafts.write('c1', 'message', { text: 'Hel', files: [] });
    const { drafts } = open(server);
    expect(drafts.of('c1', 'message').text).toBe('Hel');
    expect(drafts.state('c1', 'message')).toBe('kept');
    expect(server.saves).toBe(0);
  });

  test('reaches the server once, when the typing rests', async () => {
    const server = new Server();
    const { drafts, world } = open(server);
    for (const text of ['H', 'He', 'Hel']) {
      drafts.write('c1', 'message', { text, files: [] });
      world.pass(500);
    }
    expect(server.saves).toBe(0);
    world.pass(500);
    await settle();
    expect(server.drafts.get('c1')?.text).toBe('Hel');
    expect(server.saves).toBe(1);
    expect(drafts.state('c1', 'message')).toBe('saved');
  });

  test('is not called saved when more was typed while it was on its way', async () => {
    const { drafts, world } = open(new Server());
    drafts.write('c1', 'message', { text: 'Hel', files: [] });
    world.pass(1000);
    drafts.write('c1', 'message', { text: 'Hello', files: [] });
    await settle();
    expect(drafts.state('c1', 'message')).toBe('kept');
  });

  test('is saved when the network is back', async () => {
    const server = new Server();
    const { drafts, world } = open(server);
    server.failure = new Refusal(0, { code: 'unreachable' });
    drafts.write('c1', 'message', { text: 'Hello', files: [] });
    world.pass(1000);
    await settle();
    expect(drafts.state('c1', 'message')).toBe('kept');
    server.failure = null;
    drafts.retry();
    world.pass(0);
    await settle();
    expect(drafts.state('c1', 'message')).toBe('saved');
  });

  test('is not sent again and again where the server does not want it', async () => {
    const server = new Server();
    const { drafts, world } = open(server);
    server.failure = new Refusal(403, { code: 'not_yours' });
    drafts.write('c1', 'message', { text: 'Hello', files: [] });
    world.pass(1000);
    await settle();
    world.pass(600_000);
    expect(server.saves).toBe(1);
  });

  test('of a note stays on this device', () => {
    const server = new Server();
    const { drafts, world } = open(server);
    drafts.write('c1', 'note', { text: 'ask Tomáš', files: [] });
    world.pass(600_000);
    expect(server.saves).toBe(0);
    expect(open(server).drafts.of('c1', 'note').text).toBe('ask Tomáš');
  });
});

describe('another device', () => {
  test('finds what was typed on the first', async () => {
    const server = new Server();
    const { drafts, world } = open(server);
    drafts.write('c1', 'message', { text: 'Hello', files: [] });
    world.pass(1000);
    await settle();
    localStorage.clear();
    const other = open(server).drafts;
    await other.fetch('c1');
    expect(other.of('c1', 'message').text).toBe('Hello');
  });

  test('does not take away what was typed here', async () => {
    const server = new Server();
    await server.save('c1', { text: 'from the phone', files: [] });
    const { drafts, world } = open(server);
    drafts.write('c1', 'message', { text: 'from the desk', files: [] });
    await drafts.fetch('c1');
    world.pass(1000);
    await settle();
    expect(drafts.of('c1', 'message').text).toBe('from the desk');
    expect(server.drafts.get('c1')?.text).toBe('from the desk');
  });

  test('has sent it: nothing is left here', async () => {
    const server = new Server();
    const { drafts, world } = open(server);
    drafts.write('c1', 'message', { text: 'Hello', files: [] });
    world.pass(1000);
    await settle();
    await server.save('c1', { text: '', files: [] });
    await drafts.fetch('c1');
    expect(drafts.state('c1', 'message')).toBe('empty');
  });
});

describe('the device', () => {
  test('keeps nothing of what was sent', async () => {
    const { drafts, world } = open(new Server());
    drafts.write('c1', 'message', { text: 'Hello', files: [] });
    drafts.clear('c1', 'message');
    world.pass(1000);
    await settle();
    expect(localStorage.length).toBe(0);
  });

  test('of one operator shows nothing to the next', () => {
    const server = new Server();
    open(server).drafts.write('c1', 'message', { text: 'Hello', files: [] });
    const { load, save } = server;
    const other = new Drafts({
      operatorId: 'tomas',
      storage: localStorage,
      load,
      save,
      outside: new World(),
    });
    expect(other.of('c1', 'message').text).toBe('');
  });

  test('shows what another tab writes', () => {
    const server = new Server();
    const { drafts } = open(server);
    expect(drafts.of('c1', 'message').text).toBe('');
    open(server).drafts.write('c1', 'message', { text: 'Hello', files: [] });
    drafts.heard('hovor.draft.klara.c1');
    expect(drafts.of('c1', 'message').text).toBe('Hello');
  });

  test('does not take away what another tab has typed while the older draft was on its way', async () => {
    const server = new Server();
    const first = open(server).drafts;
    first.write('c1', 'message', { text: 'Sent', files: [] });
    first.clear('c1', 'message');
    const second = open(server);
    await second.drafts.fetch('c1');
    second.world.pass(0);
    // The second tab saves that nothing is left, and has not heard yet of what the first one writes meanwhile.
    first.write('c1', 'message', { text: 'A draft', files: [] });
    await settle();
    const key = localStorage.key(0);
    first.heard(key);
    second.drafts.heard(key);
    expect(first.of('c1', 'message').text).toBe('A draft');
    expect(second.drafts.of('c1', 'message').text).toBe('A draft');
    expect(first.state('c1', 'message')).toBe('kept');
  });

  test('does not stumble over what it cannot read', () => {
    localStorage.setItem('hovor.draft.klara.c1', '{"message"');
    expect(open(new Server()).drafts.of('c1', 'message').text).toBe('');
  });
});
