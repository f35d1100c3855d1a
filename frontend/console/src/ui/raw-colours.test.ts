import { expect, test } from 'vitest';

const sheets = import.meta.glob<string>(['../**/*.css', '!../ui/tokens.css'], {
  eager: true,
  query: '?raw',
  import: 'default',
});

/** The white of thumbs, ticks and of key caps on coloured buttons, as the design has it in both themes. */
const KNOWN = new Set(['#fff', 'rgb(0 0 0 / 0.16)', 'rgb(0 0 0 / 0.3)', 'rgb(255 255 255 / 0.38)', '#000']);

test('raw colours exist only in tokens.css', () => {
  const found = Object.entries(sheets).flatMap(([file, css]) =>
    [...css.matchAll(/#[0-9a-f]{3,8}\b|(?:rgb|hsl)a?\([^)]*\)/gi)]
      .filter(([colour]) => !KNOWN.has(colour))
      .map(([colour]) => `${file}: ${colour}`),
  );
  expect(Object.keys(sheets).length).toBeGreaterThan(20);
  expect(found).toEqual([]);
});
