import { useSyncExternalStore } from 'react';
import { useCommands } from '../../shell';
import { Button, Dialog, Later, loadable } from '../../ui';
import { texts, useTexts } from './texts';

const list = loadable(async () => (await import('./colleague-list')).ColleagueList);
const listeners = new Set<() => void>();
let isOpen = false;

function show(open: boolean): void {
  isOpen = open;
  for (const listener of listeners) {
    listener();
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Opens the list of colleagues. */
export function ColleaguesButton() {
  const t = useTexts();
  return (
    <Button icon="users" onClick={() => show(true)}>
      {t('colleagues')}
    </Button>
  );
}

/** The list of colleagues, opened by its button and from the palette; supervisors set there what others are. */
export function Colleagues() {
  const t = useTexts();
  const open = useSyncExternalStore(subscribe, () => isOpen);
  useCommands({
    id: 'presence.colleagues',
    heading: () => texts('colleagues'),
    commands: () => [
      {
        id: 'presence.colleagues',
        words: texts('show_colleagues'),
        icon: 'users',
        run: () => show(true),
      },
    ],
  });
  return (
    <Dialog open={open} onClose={() => show(false)} title={t('colleagues')} width={600}>
      <Later of={list} />
    </Dialog>
  );
}
