import { useSyncExternalStore } from 'react';
import { LaterLayer, loadable } from '../ui';

/** What may lie over the whole console; one at a time, loaded when first opened. */
export type Layer = 'palette' | 'shortcuts';

const palette = loadable(async () => (await import('./palette')).Palette);
const shortcutList = loadable(async () => (await import('./shortcut-list')).ShortcutList);

let open: Layer | null = null;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Opens a layer, or closes the open one with `null`. */
export function showLayer(layer: Layer | null): void {
  open = layer;
  for (const listener of listeners) {
    listener();
  }
}

export function Layers() {
  const shown = useSyncExternalStore(subscribe, () => open);
  const close = () => showLayer(null);
  return (
    <>
      {shown === 'palette' && <LaterLayer of={palette} onClose={close} />}
      {shown === 'shortcuts' && <LaterLayer of={shortcutList} onClose={close} />}
    </>
  );
}
