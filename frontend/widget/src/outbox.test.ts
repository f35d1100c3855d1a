import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Memory, memoryOf } from './memory';
import { type Outbox, outboxOf } from './outbox';
import { refusal, Server } from './testing';

let server: Server;
let opened: Outbox[] = [];
const refused: string[] = [];

/** A page of the same browser; `arrive` is the socket that brings the lines back. */
function open(): { outbox: Outbox; memory: Memory; arrive: () => Promise<void> } {
  const memory = memoryOf('shop');
  const outbox = outboxOf(
    server,
    memory,
    () => undefined,
    (code) => refused.push(code),
  );
  opened.push(outbox);
  const arrive = async () => {
    for (const { client_ref } of server.kept) {
      await memory.sent(client_ref);
    }
  };
  return { outbox, memory, arrive };
}

beforeEach(() => {
  vi.useFakeTimers();
  server = new Server();
  opened = [];
  refused.length = 0;
});

afterEach(() => {
  for (const outbox of opened) {
    outbox.stop();
  }
  vi.useRealTimers();
  localStorage.clear();
  sessionStorage.clear();
});

describe('order', () => {
  test('what is said at once is sent one after the other, as it was said', async () => {
    const { outbox } = open();
    await Promise.all(['one', 'two', 'three'].map((text) => outbox.add(text, [])));
    expect(server.texts).toEqual(['one', 'two', 'three']);
  });

  test('a clock that is set back changes nothing', async () => {
    const { outbox } = open();
    vi.setSystemTime(2_000_000_000_000);
    await outbox.add('one', []);
    vi.setSystemTime(1_000_000_000_000);
    server.network = () => 'lost before';
    await outbox.add('two', []);
    vi.setSystemTime(2_000_000_000_000);
    await outbox.add('three', []);
    server.network = () => 'good';
    await outbox.flush();
    expect(server.texts).toEqual(['one', 'two', 'three']);
  });

  test('what cannot leave holds back what was said after it', async () => {
    const { outbox } = open();
    server.network = () => (server.attempts === 0 ? 'lost before' : 'good');
    await outbox.add('one', []);
    expect(server.texts).toEqual([]);
    await outbox.add('two', []);
    expect(server.texts).toEqual(['one', 'two']);
  });
});

describe('once', () => {
  test('an answer that was lost makes nothing double', async () => {
    const { outbox, arrive, memory } = open();
    server.network = () => (server.attempts === 0 ? 'lost after' : 'good');
    await outbox.add('one', []);
    await outbox.flush();
    await arrive();
    expect(server.attempts).toBe(2);
    expect(server.texts).toEqual(['one']);
    expect(memory.waiting()).toEqual([]);
  });

  test('what the server has is not sent again while its line is on the way back', async () => {
    const { outbox, memory } = open();
    await outbox.add('one', []);
    await outbox.flush();
    expect(server.attempts).toBe(1);
    expect(memory.waiting()).toHaveLength(1);
  });

  test('over any network everything arrives once and in order', async () => {
    const { outbox } = open();
    const luck = ['lost before', 'lost after', 'good', 'lost after', 'lost before', 'good'] as const;
    server.network = () => luck[server.attempts % luck.length] ?? 'good';
    const said = Array.from({ length: 20 }, (_, index) => `line ${index}`);
    for (const text of said) {
      void outbox.add(text, []);
      await vi.advanceTimersByTimeAsync(100);
    }
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(server.texts).toEqual(said);
  });
});

describe('trying again', () => {
  test('goes on by itself for as long as it takes', async () => {
    const { outbox } = open();
    server.network = () => (server.attempts < 200 ? 'lost before' : 'good');
    await outbox.add('one', []);
    await vi.advanceTimersByTimeAsync(24 * 3_600_000);
    expect(server.texts).toEqual(['one']);
  });

  test('waits as long as the server asks', async () => {
    const { outbox } = open();
    server.network = () => (server.attempts === 0 ? refusal(429, 'too_many_requests', 30) : 'good');
    await outbox.add('one', []);
    await vi.advanceTimersByTimeAsync(29_999);
    expect(server.attempts).toBe(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(server.texts).toEqual(['one']);
  });

  test('ends with the chat', async () => {
    const { outbox } = open();
    server.network = () => 'lost before';
    await outbox.add('one', []);
    outbox.stop();
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(server.attempts).toBe(1);
  });
});

describe('a refusal', () => {
  test('is told, holds back nothing, and the message may be sent again under its reference', async () => {
    const { outbox, memory } = open();
    server.network = () => (server.attempts === 0 ? refusal(422, 'details_missing') : 'good');
    await outbox.add('one', []);
    await outbox.add('two', []);
    expect(refused).toEqual(['details_missing']);
    expect(server.texts).toEqual(['two']);
    const [kept] = memory.waiting();
    expect(kept).toMatchObject({ text: 'one', refused: 'details_missing' });
    if (kept) {
      await outbox.again(kept, { name: 'Jana' });
    }
    expect(server.details).toEqual([{ name: 'Jana' }]);
    expect(server.kept[1]).toMatchObject({ client_ref: kept?.client_ref, text: 'one' });
  });

  test('a visitor whom the server does not know yet waits', async () => {
    const { outbox } = open();
    server.token = null;
    await outbox.add('one', []);
    expect(server.attempts).toBe(0);
    server.token = 'token';
    await outbox.flush();
    expect(server.texts).toEqual(['one']);
  });
});

test('of a visitor who is remembered in his tab only, what waits comes back with the page', async () => {
  const { outbox, memory } = open();
  memory.remember('token', true);
  server.network = () => 'lost before';
  await outbox.add('one', []);
  expect(localStorage.length).toBe(0);
  const { outbox: reloaded } = open();
  server.network = () => 'good';
  await reloaded.flush();
  expect(server.texts).toEqual(['one']);
});
