import { afterEach, expect, test } from 'vitest';
import { dismissToast, shownToasts, toast } from './toast-queue';

const titles = () => shownToasts().map((one) => one.title);

afterEach(() => {
  for (const { id } of shownToasts()) {
    dismissToast(id);
  }
});

test('at most three stand; the oldest leaves', () => {
  for (const title of ['one', 'two', 'three', 'four']) {
    toast({ title });
  }
  expect(titles()).toEqual(['two', 'three', 'four']);
});

test('one with an action stays longer than those without', () => {
  toast({ title: 'asks', action: { label: 'Undo', run: () => undefined } });
  for (const title of ['two', 'three', 'four']) {
    toast({ title });
  }
  expect(titles()).toEqual(['asks', 'three', 'four']);
});

test('one can be taken back', () => {
  const id = toast({ title: 'gone' });
  toast({ title: 'stays' });
  dismissToast(id);
  expect(titles()).toEqual(['stays']);
});
