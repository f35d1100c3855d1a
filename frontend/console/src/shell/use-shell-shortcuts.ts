import { type Command, useCommands } from './commands';
import { showLayer } from './layers';
import { goToPane } from './pane';
import { PLACES } from './places';
import { navigate } from './router';
import { SEARCH_KEYS } from './search-button';
import type { Shortcut } from './shortcuts/registry';
import { useShortcuts } from './shortcuts/use-shortcut';
import { texts } from './texts';
import { setTheme } from './theme';

/** What the frame itself answers to, wherever one is. */
const OWN: readonly Shortcut[] = [
  {
    id: 'shell.search',
    keys: SEARCH_KEYS,
    words: () => texts('search_and_commands'),
    group: 'anywhere',
    run: () => showLayer('palette'),
  },
  {
    id: 'shell.shortcuts',
    keys: '?',
    words: () => texts('shortcuts'),
    group: 'anywhere',
    run: () => showLayer('shortcuts'),
  },
  {
    id: 'shell.next_pane',
    keys: 'F6',
    words: () => texts('next_pane'),
    group: 'anywhere',
    run: () => goToPane(1),
  },
  {
    id: 'shell.previous_pane',
    keys: 'Shift+F6',
    words: () => texts('previous_pane'),
    group: 'anywhere',
    run: () => goToPane(-1),
  },
  ...PLACES.flatMap(({ screen, path, words, keys }): Shortcut[] =>
    keys
      ? [
          {
            id: `shell.${screen}`,
            keys,
            words: () => texts(words),
            group: 'anywhere',
            run: () => navigate(path),
          },
        ]
      : [],
  ),
];

function ownCommands(): Command[] {
  const places = PLACES.map(({ screen, path, icon, words, keys }) => ({
    id: `shell.${screen}`,
    words: texts(words),
    detail: texts('go_to'),
    icon,
    run: () => navigate(path),
    ...(keys ? { keys } : {}),
  }));
  const themes = (['auto', 'light', 'dark'] as const).map((theme) => ({
    id: `shell.theme.${theme}`,
    words: texts(`theme_${theme}`),
    detail: texts('theme'),
    icon: theme === 'dark' ? ('moon' as const) : ('sun' as const),
    run: () => setTheme(theme),
  }));
  const list: Command = {
    id: 'shell.shortcuts',
    words: texts('shortcuts'),
    icon: 'keyboard',
    keys: '?',
    run: () => showLayer('shortcuts'),
  };
  return [...places, list, ...themes];
}

/** The shortcuts and commands of the frame, as long as the frame is on the screen. */
export function useShellShortcuts(): void {
  useShortcuts(OWN);
  useCommands({ id: 'shell', rank: 10, heading: () => texts('commands'), commands: ownCommands });
}
