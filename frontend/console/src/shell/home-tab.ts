import { useSyncExternalStore } from 'react';

/** Which tab of the workspace's home is open. It outlives the screen, and others may open one. */
let open = 'channels';
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function openHomeTab(id: string): void {
  open = id;
  for (const listener of listeners) {
    listener();
  }
}

export function useHomeTab(): string {
  return useSyncExternalStore(subscribe, () => open);
}
