import { keysNow } from './chosen-keys';

/**
 * How shortcuts are written: `A`, `Shift+A`, `?`, `F6`, `Alt+T`, `Mod+K`, and `G H` for two presses in a
 * row. `Mod` is Ctrl, on a Mac ⌘; `Alt` is Alt, on a Mac Ctrl and Option together.
 */
export interface Stroke {
  readonly key: string;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly mod: boolean;
}

const LETTER = /^[A-Z]$/;

export const onMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

/** The presses of a combination, in order. */
export function strokesOf(combination: string): Stroke[] {
  return combination.split(' ').map((press) => {
    const parts = press.split('+');
    const key = parts.pop() ?? '';
    return { key, shift: parts.includes('Shift'), alt: parts.includes('Alt'), mod: parts.includes('Mod') };
  });
}

/** A single letter or sign, with or without Shift: works outside text fields only. */
export function isSingle({ key, alt, mod }: Stroke): boolean {
  return !alt && !mod && [...key].length === 1;
}

type Press = Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey'>;

/**
 * The letter that was pressed. Where the layout writes no Latin letters (Greek, Cyrillic) the place of the
 * key on the board counts.
 */
function letterOf({ key, code }: Press): string {
  const letter = key.toUpperCase();
  return LETTER.test(letter) ? letter : code.replace(/^Key/, '');
}

function modifiersFit(press: Press, { alt, mod }: Stroke, mac: boolean): boolean {
  const { altKey, ctrlKey, metaKey } = press;
  if (alt) {
    return mac ? ctrlKey && altKey && !metaKey : altKey && !ctrlKey && !metaKey;
  }
  if (mod) {
    return mac ? metaKey && !ctrlKey && !altKey : ctrlKey && !metaKey && !altKey;
  }
  return !altKey && !ctrlKey && !metaKey;
}

/** Whether a key press is this stroke. Alt combinations go by the physical key, because Alt changes what it writes. */
export function fits(press: Press, stroke: Stroke, mac: boolean = onMac): boolean {
  if (!modifiersFit(press, stroke, mac)) {
    return false;
  }
  if (!LETTER.test(stroke.key)) {
    const named = [...stroke.key].length > 1;
    return press.key === stroke.key && (!named || press.shiftKey === stroke.shift);
  }
  const letter = stroke.alt ? press.code.replace(/^Key/, '') : letterOf(press);
  return letter === stroke.key && press.shiftKey === stroke.shift;
}

/** A combination in the signs of this computer's key caps: "Ctrl K", "⌘ K", "⇧ A". */
export function keysInWords(combination: string, mac: boolean = onMac): string {
  return strokesOf(combination)
    .map(({ key, shift, alt, mod }) => {
      const caps = [mod && (mac ? '⌘' : 'Ctrl'), alt && (mac ? '⌃⌥' : 'Alt'), shift && '⇧', key];
      return caps.filter(Boolean).join(' ');
    })
    .join(' ');
}

/** The same as `aria-keyshortcuts` wants it; nothing for two presses in a row, which it cannot express. */
export function keysForAria(usual: string | undefined, mac: boolean = onMac): string | undefined {
  const combination = usual && keysNow(usual);
  if (!combination || combination.includes(' ')) {
    return undefined;
  }
  return combination.replace('Mod', mac ? 'Meta' : 'Control').replace('Alt', mac ? 'Control+Alt' : 'Alt');
}

const MODIFIERS: ReadonlySet<string> = new Set([
  'Shift',
  'Alt',
  'AltGraph',
  'Control',
  'Meta',
  'CapsLock',
  'Dead',
]);
/** Keys that move about or send: nobody may lose them to a shortcut. */
const KEPT: ReadonlySet<string> = new Set(['Tab', 'Enter', ' ', 'Escape', 'Backspace', 'Delete']);

/**
 * How a press is written as a combination; null for one that is none yet (a modifier alone), that everybody
 * needs, or that no press of a shortcut fits.
 */
export function combinationOf(press: Press, mac: boolean = onMac): string | null {
  if (MODIFIERS.has(press.key) || KEPT.has(press.key)) {
    return null;
  }
  const alt = press.altKey && press.ctrlKey === mac;
  const mod = mac ? press.metaKey : press.ctrlKey && !press.altKey;
  const letter = alt ? press.code.replace(/^Key/, '') : letterOf(press);
  const key = LETTER.test(letter) ? letter : press.key;
  const shift = press.shiftKey && (LETTER.test(key) || [...key].length > 1);
  const written = [mod && 'Mod', alt && 'Alt', shift && 'Shift', key].filter(Boolean).join('+');
  const [stroke] = strokesOf(written);
  return stroke && key !== '+' && fits(press, stroke, mac) ? written : null;
}
