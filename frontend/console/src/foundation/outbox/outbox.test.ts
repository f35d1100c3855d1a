import { afterEach, describe, expect, test, vi } from 'vitest';
import { Chance } from '../testing/chance';
import { Browser, Server } from './world';

function message(text: string, conversationId = 'c1') {
  return { conversation_id: conversationId, kind: 'message' as const, text, files: [] };
}

function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

afterEach(() => {
  vi.useRealTimers();
});

describe('a message', () => {
  test('is shown at once, sent, and leaves when the timeline has it', async () => {
    const server = new Server();
    const outbox = new Browser().open(server);
    const added = outbox.add(message('hello'));
    expect(outbox.of('c1')).toMatchObject([{ text: 'hello', state: 'waiting' }]);
    await added;
    await settle();
    expect(server.texts()).toEqual(['hello']);
    expect(outbox.of('c1')).toMatchObject([{ state: 'taken' }]);
    outbox.arrived(['ref-1']);
    expect(outbox.of('c1')).toEqual([]);
  });

  test('waits through any number of failures and goes with the same reference', async () => {
    const server = new Server();
    const browser = new Browser();
    const outbox = browser.open(server);
    server.network = () => 'lost after';
    await outbox.add(message('hello'));
    await settle();
    for (let failure = 0; failure < 30; failure++) {
      expect(browser.world.nextTimer).toBeLessThanOrEqual(60_000);
      browser.world.pass(60_000);
      await settle();
    }
    expect(outbox.waiting).toBe(1);
    server.network = () => 'good';
    browser.world.pass(60_000);
    await settle();
    expect(server.attempts).toBeGreaterThan(30);
    expect(server.texts()).toEqual(['hello']);
    expect(outbox.waiting).toBe(0);
  });

  test('does not overtake one before it that waits, and is not held up by another conversation', async () => {
    const server = new Server();
    const browser = new Browser();
    const outbox = browser.open(server);
    server.network = () => 'lost before';
    await outbox.add(message('one'));
    await outbox.add(message('two'));
    await settle();
    server.network = () => (server.attempts % 2 ? 'good' : 'lost before');
    await outbox.add(message('elsewhere', 'c2'));
    await settle();
    browser.world.pass(60_000);
    await settle();
    browser.world.pass(60_000);
    await settle();
    expect(server.texts('c1')).toEqual(['one', 'two']);
    expect(server.texts('c2')).toEqual(['elsewhere']);
  });

  test('that was refused says so, lets the next ones pass, and is sent again only when asked', async () => {
    const server = new Server();
    const outbox = new Browser().open(server);
    server.refuses = ({ text }) => text === 'too long';
    await outbox.add(message('too long'));
    await outbox.add(message('fine'));
    await settle();
    expect(server.texts()).toEqual(['fine']);
    expect(outbox.of('c1')[0]).toMatchObject({ state: 'refused', refused: 'text_too_long' });
    await outbox.flush();
    expect(server.attempts).toBe(2);
    server.refuses = () => false;
    await outbox.resend('ref-1');
    await settle();
    expect(server.texts()).toEqual(['fine', 'too long']);
  });

  test('can be taken back to be written anew, as long as the server does not have it', async () => {
    const server = new Server();
    const browser = new Browser();
    const outbox = browser.open(server);
    const other = browser.open(server);
    server.network = () => 'lost before';
    await outbox.add(message('oops'));
    await settle();
    expect(other.of('c1')).toHaveLength(1);
    expect(await outbox.takeBack('ref-1')).toMatchObject({ text: 'oops' });
    expect(outbox.of('c1')).toEqual([]);
    expect(other.of('c1')).toEqual([]);
    server.network = () => 'good';
    await outbox.add(message('better'));
    await settle();
    expect(server.texts()).toEqual(['better']);
    expect(await outbox.takeBack('ref-2')).toBeNull();
  });

  test('is not sent before the time that the server asked for', async () => {
    const server = new Server();
    const browser = new Browser();
    server.send = () => Promise.resolve({ outcome: 'again', afterSeconds: 90 });
    const outbox = browser.open(server);
    await outbox.add(message('hello'));
    await settle();
    expect(browser.world.nextTimer).toBe(90_000);
    outbox.stop();
  });

  test('that the device could not keep is not swallowed', async () => {
    const browser = new Browser();
    const outbox = browser.open(new Server());
    browser.shelf.put = () => Promise.reject(new Error('no room'));
    await expect(outbox.add(message('hello'))).rejects.toThrow('no room');
    expect(outbox.of('c1')).toEqual([]);
  });
});

describe('several tabs', () => {
  test('show the same, and send each message once', async () => {
    const server = new Server();
    const browser = new Browser();
    const tabs = [browser.open(server), browser.open(server), browser.open(server)];
    await Promise.all(tabs.map((tab, place) => tab.add(message(`from tab ${place}`))));
    await settle();
    expect(server.kept).toHaveLength(3);
    expect(server.attempts).toBe(3);
    for (const tab of tabs) {
      expect(tab.of('c1').map(({ state }) => state)).toEqual(['taken', 'taken', 'taken']);
    }
  });

  test('go on where a closed one stopped', async () => {
    const server = new Server();
    const browser = new Browser();
    const closing = browser.open(server);
    server.network = () => 'lost before';
    await closing.add(message('hello'));
    await settle();
    closing.stop();
    server.network = () => 'good';
    const next = browser.open(server);
    await settle();
    expect(server.texts()).toEqual(['hello']);
    expect(next.waiting).toBe(0);
  });
});

describe('whatever happens, each message arrives once and in order', () => {
  test.each(Array.from({ length: 60 }, (_, seed) => seed))('chance %i', async (seed) => {
    const chance = new Chance(seed);
    const server = new Server();
    const browser = new Browser();
    server.network = () => chance.oneOf(['good', 'lost before', 'lost after'] as const) ?? 'good';
    const tabs = [browser.open(server), browser.open(server)];
    const said = new Map<string, string[]>([
      ['c1', []],
      ['c2', []],
    ]);
    vi.useFakeTimers({ toFake: ['Date'] });
    for (let step = 0; step < 40; step++) {
      // People take at least a millisecond from one tab to the other.
      vi.setSystemTime(step);
      const place = chance.below(2);
      const conversationId = chance.oneOf(['c1', 'c2']) ?? 'c1';
      if (chance.often(0.5)) {
        const text = `${step}`;
        said.get(conversationId)?.push(text);
        await tabs[place]?.add(message(text, conversationId));
      } else if (chance.often(0.3)) {
        // A reload in the middle of whatever it was doing.
        tabs[place]?.stop();
        tabs[place] = browser.open(server);
      } else {
        browser.world.pass(chance.below(60_000));
      }
      if (chance.often(0.5)) {
        await settle();
      }
    }
    server.network = () => 'good';
    for (let round = 0; round < 4; round++) {
      browser.world.pass(120_000);
      await settle();
    }
    expect(server.texts('c1')).toEqual(said.get('c1'));
    expect(server.texts('c2')).toEqual(said.get('c2'));
    expect(await browser.shelf.all()).toEqual([]);
  });
});
