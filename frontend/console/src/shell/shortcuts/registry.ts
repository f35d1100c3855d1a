import { keysNow } from '../../ui/chosen-keys';
import { fits, isSingle, type Stroke, strokesOf } from '../../ui/key-combination';

export interface Shortcut {
  /** Unique among the shortcuts, for example `conversation.transfer`. */
  id: string;
  /** One combination, or several of which each does. */
  keys: string | readonly string[];
  /** What it does, in the language spoken now. */
  words: () => string;
  group: 'anywhere' | 'conversation';
  run: () => void;
  /** False lets the press pass, as if the shortcut were not there. */
  when?: () => boolean;
}

/** How long the second press of `G H` may take, in milliseconds. */
const SEQUENCE_MILLISECONDS = 1500;

const SINGLE_LETTERS = 'hovor.single_letters';
const TEXT_FIELD =
  'input:not([type=checkbox],[type=radio],[type=button],[type=submit]),textarea,select,[contenteditable=true]';
const OWN_LETTERS = '[role=menu],[role=listbox],[role=dialog],[role=alertdialog]';
const MODAL = '[data-modal]';

const registered: Shortcut[] = [];
let begun: { stroke: Stroke; until: number } | undefined;

/** Adds a shortcut; the one added last wins. Returns how to take it away. */
export function addShortcut(shortcut: Shortcut): () => void {
  registered.push(shortcut);
  return () => {
    registered.splice(registered.indexOf(shortcut), 1);
  };
}

/** All shortcuts that are there now, for the list on `?`. */
export function shortcuts(): readonly Shortcut[] {
  return registered;
}

/** Whether single letters are on; combinations with Alt or Ctrl always are. */
export function singleLettersOn(): boolean {
  return localStorage.getItem(SINGLE_LETTERS) !== 'off';
}

export function switchSingleLetters(on: boolean): void {
  localStorage.setItem(SINGLE_LETTERS, on ? 'on' : 'off');
}

function lettersAllowed(target: EventTarget | null): boolean {
  return singleLettersOn() && !(target instanceof Element && target.closest(`${TEXT_FIELD},${OWN_LETTERS}`));
}

/** Its usual combinations, whatever the operator has chosen instead. */
export function combinations({ keys }: Pick<Shortcut, 'keys'>): readonly string[] {
  return typeof keys === 'string' ? [keys] : keys;
}

function sameStroke(one: Stroke, other: Stroke): boolean {
  return one.key === other.key && one.shift === other.shift && one.alt === other.alt && one.mod === other.mod;
}

interface Candidate {
  shortcut: Shortcut;
  first: Stroke;
  second: Stroke | undefined;
}

/** Every combination that may be meant by a press now, those of the shortcut added last first. */
function candidates(event: KeyboardEvent): Candidate[] {
  const letters = lettersAllowed(event.target);
  return registered
    .filter((shortcut) => shortcut.when?.() !== false)
    .flatMap((shortcut) =>
      combinations(shortcut)
        .map(keysNow)
        .filter(Boolean)
        .map((keys) => ({ shortcut, strokes: strokesOf(keys) })),
    )
    .filter(({ strokes }) => letters || !strokes.some(isSingle))
    .flatMap(({ shortcut, strokes: [first, second] }) => (first ? [{ shortcut, first, second }] : []))
    .toReversed();
}

/** What the press means: with `before` the second press of a combination, else the first. */
function meaning(event: KeyboardEvent, before: Stroke | undefined): Candidate | undefined {
  return candidates(event).find(({ first, second }) =>
    before ? second && sameStroke(before, first) && fits(event, second) : fits(event, first),
  );
}

/** Runs the shortcut that the press completes, if there is one. */
export function press(event: KeyboardEvent, now: number = Date.now()): void {
  const inModal = event.target instanceof Element && event.target.closest(MODAL);
  if (event.defaultPrevented || event.isComposing || event.repeat || inModal || event.key === 'Shift') {
    return;
  }
  const before = begun && begun.until >= now ? begun.stroke : undefined;
  const meant = meaning(event, before);
  const begins = !before && meant?.second !== undefined;
  begun = begins && meant ? { stroke: meant.first, until: now + SEQUENCE_MILLISECONDS } : undefined;
  if (meant && !begins) {
    event.preventDefault();
    meant.shortcut.run();
  }
}

/** Listens on the whole document until the returned function is called. */
export function listenForShortcuts(): () => void {
  const listen = (event: KeyboardEvent) => press(event);
  document.addEventListener('keydown', listen);
  return () => document.removeEventListener('keydown', listen);
}
