import { useSyncExternalStore } from 'react';

const ENTER_SENDS = 'hovor.enter_sends';
const listeners = new Set<() => void>();

function enterSends(): boolean {
  return localStorage.getItem(ENTER_SENDS) === 'on';
}

/** Whether Enter alone sends; Ctrl+Enter always does. */
export function switchEnterSends(on: boolean): void {
  localStorage.setItem(ENTER_SENDS, on ? 'on' : 'off');
  for (const listener of listeners) {
    listener();
  }
}

export function useEnterSends(): boolean {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, enterSends);
}
