import { lazy, Suspense, useSyncExternalStore } from 'react';

/** What may lie over the whole console; one at a time, loaded when first opened. */
export type Layer = 'palette' | 'shortcuts';

const Palette = lazy(() => import('./palette').then((module) => ({ default: module.Palette })));
const ShortcutList = lazy(() =>
  import('./shortcut-list').then((module) => ({ default: module.ShortcutList })),
);

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
    <Suspense>
      {shown === 'palette' && <Palette onClose={close} />}
      {shown === 'shortcuts' && <ShortcutList onClose={close} />}
    </Suspense>
  );
}
