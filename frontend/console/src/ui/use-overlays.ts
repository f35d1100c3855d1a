import { useEffect, useSyncExternalStore } from 'react';

type Overlays = typeof import('./overlays');

let loaded: Overlays | undefined;
let loading: Promise<void> | undefined;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Loads what menus, popovers and dialogs are made of. A failed load is tried again with the next. */
export function loadOverlays(): Promise<void> {
  loading ??= import('./overlays').then(
    (module) => {
      loaded = module;
      for (const listener of listeners) {
        listener();
      }
    },
    () => {
      loading = undefined;
    },
  );
  return loading;
}

/** What overlays are made of, once it is loaded; `wanted` loads it. */
export function useOverlays(wanted: boolean): Overlays | undefined {
  const overlays = useSyncExternalStore(subscribe, () => loaded);
  useEffect(() => {
    if (wanted) {
      loadOverlays();
    }
  }, [wanted]);
  return overlays;
}
