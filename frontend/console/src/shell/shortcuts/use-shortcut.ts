import { useEffect, useRef } from 'react';
import { addShortcut, type Shortcut } from './registry';

/** Keeps shortcuts alive as long as the component is on the screen; what they do may change at every drawing. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const latest = useRef(new Map<string, Shortcut>());
  useEffect(() => {
    latest.current = new Map(shortcuts.map((shortcut) => [shortcut.id, shortcut]));
  });
  const signature = JSON.stringify(shortcuts.map(({ id, keys, group }) => ({ id, keys, group })));
  useEffect(() => {
    const fixed: Pick<Shortcut, 'id' | 'keys' | 'group'>[] = JSON.parse(signature);
    const removals = fixed.map((shortcut) => {
      const now = () => latest.current.get(shortcut.id);
      return addShortcut({
        ...shortcut,
        words: () => now()?.words() ?? '',
        run: () => now()?.run(),
        when: () => now()?.when?.() ?? true,
      });
    });
    return () => {
      for (const remove of removals) {
        remove();
      }
    };
  }, [signature]);
}

export function useShortcut(shortcut: Shortcut): void {
  useShortcuts([shortcut]);
}
