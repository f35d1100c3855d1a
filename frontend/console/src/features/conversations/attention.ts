import { useSyncExternalStore } from 'react';

function subscribe(listener: () => void): () => void {
  const events = ['focus', 'blur', 'visibilitychange'] as const;
  for (const event of events) {
    window.addEventListener(event, listener);
    document.addEventListener(event, listener);
  }
  return () => {
    for (const event of events) {
      window.removeEventListener(event, listener);
      document.removeEventListener(event, listener);
    }
  };
}

function isLookedAt(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}

/** Whether somebody looks at this page: it is in sight, and its window is the active one. */
export function useLookedAt(): boolean {
  return useSyncExternalStore(subscribe, isLookedAt);
}
