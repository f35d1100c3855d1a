import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chooseKeys } from '../../ui/chosen-keys';
import { addShortcut, listenForShortcuts, press, type Shortcut, switchSingleLetters } from './registry';

const ran: string[] = [];
let cleanUp: (() => void)[] = [];

function add(keys: string, more: Partial<Shortcut> = {}): void {
  const id = more.id ?? keys;
  cleanUp.push(
    addShortcut({ id, keys, words: () => keys, group: 'anywhere', run: () => ran.push(id), ...more }),
  );
}

/** Presses a key as a browser would tell it, on the element or on the page. */
function type(key: string, init: KeyboardEventInit = {}, on: Element = document.body): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init });
  on.dispatchEvent(event);
  return event;
}

function element(html: string): Element {
  document.body.innerHTML = html;
  return document.body.querySelector('[data-here]') ?? document.body;
}

beforeEach(() => {
  ran.length = 0;
  cleanUp = [listenForShortcuts()];
});

afterEach(() => {
  for (const undo of cleanUp) {
    undo();
  }
  switchSingleLetters(true);
  document.body.innerHTML = '';
});

describe('single letters', () => {
  test('work on the page and keep the press from the browser', () => {
    add('A');
    expect(type('a').defaultPrevented).toBe(true);
    expect(ran).toEqual(['A']);
  });

  test.each([
    '<input data-here>',
    '<textarea data-here></textarea>',
    '<select data-here></select>',
    '<div contenteditable="true"><b data-here></b></div>',
    '<div role="menu"><div role="menuitem" data-here></div></div>',
    '<div role="listbox"><div data-here></div></div>',
  ])('do not work in %s', (html) => {
    add('A');
    expect(type('a', {}, element(html)).defaultPrevented).toBe(false);
    expect(ran).toEqual([]);
  });

  test('work on a checkbox', () => {
    add('A');
    type('a', {}, element('<input type="checkbox" data-here>'));
    expect(ran).toEqual(['A']);
  });

  test('can be switched off, combinations stay', () => {
    add('A');
    add('Alt+A');
    switchSingleLetters(false);
    type('a');
    type('å', { code: 'KeyA', altKey: true });
    expect(ran).toEqual(['Alt+A']);
  });

  test('with and without Shift are two', () => {
    add('A');
    add('Shift+A');
    type('A', { shiftKey: true });
    expect(ran).toEqual(['Shift+A']);
  });

  test('do not fire again while the key is held, nor while a word is composed', () => {
    add('A');
    type('a', { repeat: true });
    type('a', { isComposing: true });
    expect(ran).toEqual([]);
  });

  test('go by the place of the key where the layout writes no Latin letters', () => {
    add('J');
    type('о', { code: 'KeyJ' });
    expect(ran).toEqual(['J']);
  });

  test('go by the letter where it moved', () => {
    add('Z');
    type('z', { code: 'KeyY' });
    expect(ran).toEqual(['Z']);
  });
});

describe('combinations', () => {
  test('with Alt go by the physical key and work in text fields', () => {
    add('Alt+T');
    type('†', { code: 'KeyT', altKey: true }, element('<textarea data-here></textarea>'));
    expect(ran).toEqual(['Alt+T']);
  });

  test('with Alt are ignored when Ctrl is down, which is AltGr', () => {
    add('Alt+E');
    type('€', { code: 'KeyE', altKey: true, ctrlKey: true });
    expect(ran).toEqual([]);
  });

  test('with Ctrl work in text fields', () => {
    add('Mod+K');
    type('k', { code: 'KeyK', ctrlKey: true }, element('<input data-here>'));
    expect(ran).toEqual(['Mod+K']);
  });

  test('do not work inside a modal dialog', () => {
    add('Mod+K');
    type('k', { code: 'KeyK', ctrlKey: true }, element('<div data-modal><input data-here></div>'));
    expect(ran).toEqual([]);
  });

  test('Shift+F6 is not F6', () => {
    add('F6');
    type('F6', { shiftKey: true });
    expect(ran).toEqual([]);
    type('F6');
    expect(ran).toEqual(['F6']);
  });

  test('a sign needs no thought of Shift', () => {
    add('?');
    type('?', { shiftKey: true });
    expect(ran).toEqual(['?']);
  });
});

describe('two presses in a row', () => {
  test('fire on the second, which does nothing else then', () => {
    add('C');
    add('G C');
    type('g');
    type('c');
    expect(ran).toEqual(['G C']);
  });

  test('are forgotten after a while', () => {
    add('C');
    add('G C');
    press(new KeyboardEvent('keydown', { key: 'g' }), 0);
    press(new KeyboardEvent('keydown', { key: 'c' }), 1501);
    expect(ran).toEqual(['C']);
  });

  test('are forgotten after another key', () => {
    add('G C');
    type('g');
    type('x');
    type('c');
    expect(ran).toEqual([]);
  });
});

describe('several for one combination', () => {
  test('the one added last wins, and the first is back when it goes', () => {
    add('E', { id: 'first' });
    add('E', { id: 'second' });
    type('e');
    cleanUp.pop()?.();
    type('e');
    expect(ran).toEqual(['second', 'first']);
  });

  test('one that does not apply now lets the press pass', () => {
    add('E', { id: 'first' });
    add('E', { id: 'second', when: () => false });
    type('e');
    expect(ran).toEqual(['first']);
  });

  test('a press that somebody handled already is left alone', () => {
    add('E');
    const stop = (event: Event) => event.preventDefault();
    document.body.addEventListener('keydown', stop, { once: true });
    type('e');
    expect(ran).toEqual([]);
  });
});

describe('keys that were chosen', () => {
  afterEach(() => chooseKeys('A', null));

  test('run the shortcut, and the usual ones no longer', () => {
    add('A');
    chooseKeys('A', 'Q');
    type('a');
    expect(ran).toEqual([]);
    type('q');
    expect(ran).toEqual(['A']);
  });

  test('may be none', () => {
    add('A');
    chooseKeys('A', '');
    expect(type('a').defaultPrevented).toBe(false);
  });
});
