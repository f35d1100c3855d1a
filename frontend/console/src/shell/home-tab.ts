import { useSyncExternalStore } from 'react';

/** Which tab of the workspace's home is open; it outlives the screen. `asked` grows when others open one. */
let state = { tab: 'channels', asked: 0 };
const listeners = new Set<() => void>();

function become(next: typeof state): void {
  state = next;
  for (const listener of listeners) {
    listener();
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function chooseHomeTab(tab: string): void {
  become({ ...state, tab });
}

/** From anywhere: the home is to be seen, with this tab. */
export function openHomeTab(tab: string): void {
  become({ tab, asked: state.asked + 1 });
}

export function useHomeTab(): Readonly<typeof state> {
  return useSyncExternalStore(subscribe, () => state);
}
