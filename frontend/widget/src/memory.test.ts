import { afterEach, describe, expect, test, vi } from 'vitest';
import { memoryOf, newReference } from './memory';

const said = (client_ref: string) => ({
  client_ref,
  text: client_ref,
  files: [],
  at: '2026-11-29T10:00:00Z',
});

afterEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

describe('the token', () => {
  test('is kept for the browser', () => {
    memoryOf('shop').remember('secret');
    expect(memoryOf('shop').token()).toBe('secret');
    expect(memoryOf('other').token()).toBeNull();
  });

  test('is kept for the tab alone when the visitor does not want to be remembered', () => {
    memoryOf('shop').remember('secret', true);
    expect(localStorage.length).toBe(0);
    expect(memoryOf('shop').token()).toBe('secret');
    sessionStorage.clear();
    expect(memoryOf('shop').token()).toBeNull();
  });

  test('nothing is stored by looking', async () => {
    await memoryOf('shop').look();
    expect(localStorage.length + sessionStorage.length).toBe(0);
  });

  test('where storage is forbidden there is none, and nothing breaks', async () => {
    vi.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
      throw new DOMException('forbidden', 'SecurityError');
    });
    const memory = memoryOf('shop');
    memory.remember('secret');
    await memory.keep(said('1'));
    await memory.look();
    expect(memory.waiting()).toHaveLength(1);
  });
});

describe('what waits', () => {
  test('comes in the order in which it was said', async () => {
    const memory = memoryOf('shop');
    await memory.keep(said('2'));
    await memory.keep(said('1'));
    expect(memory.waiting().map(({ client_ref }) => client_ref)).toEqual(['1', '2']);
  });

  test('is gone when it has arrived or the visitor is forgotten', async () => {
    const memory = memoryOf('shop');
    memory.remember('secret', true);
    await memory.keep(said('1'));
    await memory.keep(said('2'));
    await memory.sent('1');
    expect(memory.waiting()).toHaveLength(1);
    memory.forget();
    expect(memory.waiting()).toEqual([]);
    expect(memory.token()).toBeNull();
    expect(sessionStorage.length).toBe(0);
  });
});

describe('the draft', () => {
  test('is kept as soon as the browser comes back as this visitor, and is there in the next tab', () => {
    const memory = memoryOf('shop');
    memory.keepDraft('Hel');
    expect(localStorage.length).toBe(0);
    memory.remember('secret');
    memory.keepDraft('Hello');
    expect(memoryOf('shop').draft).toBe('Hello');
    expect(memoryOf('other').draft).toBe('');
    memory.keepDraft('');
    expect(memoryOf('shop').draft).toBe('');
    expect(localStorage.length).toBe(1);
  });

  test('is not overwritten by a tab in which nothing is typed', () => {
    memoryOf('shop').remember('secret');
    const [one, other] = [memoryOf('shop'), memoryOf('shop')];
    one.keepDraft('Hello');
    other.keepDraft('');
    expect(memoryOf('shop').draft).toBe('Hello');
  });

  test('goes when the visitor is forgotten, whichever tab has typed it', () => {
    memoryOf('shop').remember('secret');
    const [one, other] = [memoryOf('shop'), memoryOf('shop')];
    one.keepDraft('Hello');
    other.forget();
    expect(localStorage.length).toBe(0);
    one.keepDraft('Hello again');
    expect(localStorage.length).toBe(0);
  });

  test('of a visitor who does not want to be remembered stays in his tab', () => {
    const memory = memoryOf('shop');
    memory.remember('secret', true);
    memory.keepDraft('Hello');
    expect(localStorage.length).toBe(0);
    expect(memoryOf('shop').draft).toBe('Hello');
  });
});

test('references are sortable by the time of their making', () => {
  const made = Array.from({ length: 100 }, newReference);
  expect([...made].sort()).toEqual(made);
  expect(new Set(made).size).toBe(100);
});
