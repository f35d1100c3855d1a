import { describe, expect, test } from 'vitest';
import css from './tokens.css?raw';

type Tokens = ReadonlyMap<string, string>;

/** The colours of a block of `tokens.css`, by name. */
function tokensOf(selector: string): Tokens {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf('\n}', start));
  return new Map(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name = '', colour = '']) => [name, colour]),
  );
}

const light = tokensOf(':root');
const dark = new Map([...light, ...tokensOf(':root[data-theme="dark"]')]);

/** Relative luminance as WCAG 2.2 defines it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((place) => {
    const share = Number.parseInt(colour.slice(place, place + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

const SURFACES = ['bg-app', 'bg-surface', 'bg-subtle', 'bg-muted', 'bg-hover', 'bg-selected'];
const FAMILIES = ['ok', 'warn', 'bad'];
const CHANNELS = ['chat', 'mail', 'wa', 'phone', 'api'];
const AVATARS = [1, 2, 3, 4, 5, 6];

type Pair = readonly [front: string, back: string];

/** Everything that is read. */
const TEXT: readonly Pair[] = [
  ...SURFACES.flatMap((surface): Pair[] => ['text', 'text-2', 'text-3'].map((text) => [text, surface])),
  ...['bg-app', 'bg-surface', 'bg-subtle', 'bg-hover', 'bg-selected'].map(
    (surface): Pair => ['text-link', surface],
  ),
  ...['bg-surface', 'bg-app', 'accent-soft', 'bg-selected'].map((surface): Pair => ['accent-text', surface]),
  ...['accent', 'accent-hover', 'accent-active'].map((surface): Pair => ['on-accent', surface]),
  ...FAMILIES.flatMap((family): Pair[] => [
    [`on-${family}`, family],
    [`${family}-text`, `${family}-soft`],
    [`${family}-text`, 'bg-surface'],
    [`${family}-text`, 'bg-app'],
    ['text', `${family}-soft`],
  ]),
  ['text', 'accent-soft'],
  ['off-text', 'off-soft'],
  ['text-inverse', 'bg-inverse'],
  ['note-text', 'note-bg'],
  ['text', 'note-bg'],
  ['bub-in-text', 'bub-in'],
  ['bub-out-text', 'bub-out'],
  ...AVATARS.map((number): Pair => [`av-${number}t`, `av-${number}`]),
];

/** Marks, borders of controls and the focus ring: 3:1. */
const MARKS: readonly Pair[] = [
  ...FAMILIES.flatMap((family): Pair[] => [
    [`${family}-mark`, 'bg-surface'],
    [`${family}-mark`, 'bg-app'],
  ]),
  ...['bg-surface', 'bg-app'].flatMap((surface): Pair[] => [
    ['off-mark', surface],
    ['line-control', surface],
    ['focus', surface],
    ['accent', surface],
  ]),
  ['focus', 'bg-selected'],
  ['focus', 'note-bg'],
  ...CHANNELS.flatMap((channel): Pair[] => [
    [`ch-${channel}`, `ch-${channel}-soft`],
    [`ch-${channel}`, 'bg-surface'],
  ]),
  ['pic', 'pic-soft'],
];

describe.each([
  ['light', light],
  ['dark', dark],
])('%s theme', (_, tokens) => {
  test.each(TEXT)('text %s can be read on %s', (front, back) => {
    expect(contrast(tokens.get(front) ?? '', tokens.get(back) ?? '')).toBeGreaterThanOrEqual(4.5);
  });

  test.each(MARKS)('mark %s can be seen on %s', (front, back) => {
    expect(contrast(tokens.get(front) ?? '', tokens.get(back) ?? '')).toBeGreaterThanOrEqual(3);
  });
});

test('the dark theme changes no token that the light one has not', () => {
  const own = tokensOf(':root[data-theme="dark"]');
  expect([...own.keys()].filter((name) => !light.has(name))).toEqual([]);
});
