import { useSyncExternalStore } from 'react';

/** `auto` follows the computer. The page's inline script reads the same key before the first paint. */
export type Theme = 'auto' | 'light' | 'dark';

const STORED = 'hovor.theme';
const listeners = new Set<() => void>();

function dark(): MediaQueryList {
  return window.matchMedia('(prefers-color-scheme: dark)');
}

export function themeNow(): Theme {
  const stored = localStorage.getItem(STORED);
  return stored === 'light' || stored === 'dark' ? stored : 'auto';
}

/** Puts the chosen theme on the page, and its colour on the browser's own bars. */
function apply(): void {
  const chosen = themeNow();
  const system = dark().matches ? 'dark' : 'light';
  document.documentElement.dataset['theme'] = chosen === 'auto' ? system : chosen;
  const colour = getComputedStyle(document.documentElement).getPropertyValue('--bg-app').trim();
  document.querySelector('meta[name=theme-color]')?.setAttribute('content', colour);
}

/** Takes effect at once, in every open window of this browser. */
export function setTheme(theme: Theme): void {
  localStorage.setItem(STORED, theme);
  apply();
  for (const listener of listeners) {
    listener();
  }
}

/** Follows the computer and the other windows until the returned function is called. */
export function followTheme(): () => void {
  apply();
  const otherWindow = (event: StorageEvent) => {
    if (event.key === STORED) {
      setTheme(themeNow());
    }
  };
  const system = dark();
  system.addEventListener('change', apply);
  window.addEventListener('storage', otherWindow);
  return () => {
    system.removeEventListener('change', apply);
    window.removeEventListener('storage', otherWindow);
  };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, themeNow);
}
