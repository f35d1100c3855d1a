import { expect, test } from 'vitest';
import { addCommands, type Command } from './commands';
import { fitsTyped, foundCommands, type Section } from './palette-search';

function command(words: string, more: Partial<Command> = {}): Command {
  return { id: words, words, run: () => undefined, ...more };
}

test.each([
  ['jana horakova', true],
  ['hor', true],
  ['HORÁKOVÁ', true],
  ['ana', false],
  ['', true],
])('"%s" finds Jana Horáková: %s', (typed, found) => {
  expect(fitsTyped(command('Jana Horáková'), typed)).toBe(found);
});

test('more words find it, too', () => {
  expect(fitsTyped(command('Theme: dark', { alsoFoundBy: 'night mode' }), 'night')).toBe(true);
});

async function search(typed: string): Promise<readonly Section[]> {
  let last: readonly Section[] = [];
  await foundCommands(typed, new AbortController().signal, (sections) => {
    last = sections;
  });
  return last;
}

test('sources stand in their order, and one that fails takes nothing from the others', async () => {
  const remove = [
    addCommands({ id: 'late', rank: 10, heading: () => 'Commands', commands: () => [command('Clients')] }),
    addCommands({
      id: 'broken',
      heading: () => 'Broken',
      commands: () => Promise.reject(new Error('no answer')),
    }),
    addCommands({
      id: 'server',
      heading: () => 'Found',
      finds: true,
      commands: async () => [command('Anything the server found')],
    }),
  ];
  const sections = await search('cli');
  expect(sections.map(({ heading, commands }) => [heading, commands.map(({ words }) => words)])).toEqual([
    ['Found', ['Anything the server found']],
    ['Commands', ['Clients']],
  ]);
  for (const undo of remove) {
    undo();
  }
  expect(await search('cli')).toEqual([]);
});
