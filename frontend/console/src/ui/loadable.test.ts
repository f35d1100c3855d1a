import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { loadable, loadTheRest } from './loadable';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** What became of a wish, whose pauses pass at once. */
async function granted(wish: Promise<boolean>): Promise<boolean> {
  await vi.runAllTimersAsync();
  return wish;
}

test('one that is wanted twice is fetched once, and told to whoever waits', async () => {
  let fetched = 0;
  const one = loadable(() => {
    fetched += 1;
    return Promise.resolve('thing');
  });
  const heard: (string | undefined)[] = [];
  one.subscribe(() => heard.push(one.now()));
  expect(one.now()).toBeUndefined();
  expect(await Promise.all([one.load(), one.load()])).toEqual([true, true]);
  expect({ fetched, now: one.now(), heard }).toEqual({ fetched: 1, now: 'thing', heard: ['thing'] });
});

test('one that did not come is tried again with the next wish', async () => {
  let there = false;
  const one = loadable(() => (there ? Promise.resolve('thing') : Promise.reject(new Error('no such file'))));
  expect(await granted(one.load())).toBe(false);
  there = true;
  expect(await one.load()).toBe(true);
  expect(one.now()).toBe('thing');
});

test('the rest comes one after the other, and one that fails keeps no other from coming', async () => {
  const fetched: string[] = [];
  const made = ['first', 'broken', 'last'].map((name) =>
    loadable(() => {
      fetched.push(name);
      return name === 'broken' ? Promise.reject(new Error(name)) : Promise.resolve(name);
    }),
  );
  await loadTheRest();
  expect(fetched).toEqual(['first', 'broken', 'last']);
  expect(made.map((one) => one.now())).toEqual(['first', undefined, 'last']);
});

test('what every hand reaches for comes before what was made earlier', async () => {
  const fetched: string[] = [];
  const made = (name: string, first: boolean) =>
    loadable(() => {
      fetched.push(name);
      return Promise.resolve(name);
    }, first);
  made('screen', false);
  made('menus', true);
  await loadTheRest();
  expect(fetched).toEqual(['menus', 'screen']);
});

test('a network that is gone for a moment is waited for, by whoever wants it now', async () => {
  let fetched = 0;
  const one = loadable(() => {
    fetched += 1;
    return fetched < 4 ? Promise.reject(new Error('no network')) : Promise.resolve('thing');
  });
  const inAdvance = one.fetch();
  expect(await granted(one.load())).toBe(true);
  expect({ inAdvance: await inAdvance, fetched, now: one.now() }).toEqual({
    inAdvance: false,
    fetched: 4,
    now: 'thing',
  });
});
