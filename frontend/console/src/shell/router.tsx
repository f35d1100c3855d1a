import { type ComponentProps, type MouseEvent, useSyncExternalStore } from 'react';

/** Where the console can be. Everything else is `not-found`. */
export type Route =
  | { screen: 'workspace'; conversationId: string | null }
  | { screen: 'sign-in' }
  | { screen: 'set-up' }
  | { screen: 'sign-up'; secret: string }
  | { screen: 'clients'; clientId: string | null }
  | { screen: 'settings'; section: string | null }
  | { screen: 'profile' }
  | { screen: 'not-found' };

/** The parts of a path, decoded; null where a part is no valid encoding. */
function partsOf(path: string): string[] | null {
  try {
    return path.split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    return null;
  }
}

/** Reads a path; ids are decoded. */
export function routeOf(path: string): Route {
  const parts = partsOf(path);
  const [first = '', second = null, ...more] = parts ?? [];
  if (!parts || more.length > 0) {
    return { screen: 'not-found' };
  }
  switch (first) {
    case '':
      return { screen: 'workspace', conversationId: null };
    case 'conversations':
      return { screen: 'workspace', conversationId: second };
    case 'clients':
      return { screen: 'clients', clientId: second };
    case 'settings':
      return { screen: 'settings', section: second };
    case 'sign-up':
      return second === null ? { screen: 'not-found' } : { screen: 'sign-up', secret: second };
    case 'sign-in':
    case 'set-up':
    case 'profile':
      return second === null ? { screen: first } : { screen: 'not-found' };
    default:
      return { screen: 'not-found' };
  }
}

export function conversationPath(id: string): string {
  return `/conversations/${encodeURIComponent(id)}`;
}

const listeners = new Set<() => void>();
let current = { path: '', route: routeOf('/') };

function tell(): void {
  for (const listener of listeners) {
    listener();
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
}

/** The route of the address bar; the same object until the path changes. */
export function routeNow(): Route {
  const path = window.location.pathname;
  if (path !== current.path) {
    current = { path, route: routeOf(path) };
  }
  return current.route;
}

let cameToLook = false;

/** Whether the last way here was one of somebody who looks around, and may go on with the next letter. */
export function isHereToLook(): boolean {
  return cameToLook;
}

/** Goes to a path of the console. `replace` leaves no step back to where one is now; `toLook`: see `isHereToLook`. */
export function navigate(path: string, { replace = false, toLook = false } = {}): void {
  cameToLook = toLook;
  if (replace) {
    window.history.replaceState(null, '', path);
  } else if (path !== window.location.pathname + window.location.search) {
    window.history.pushState(null, '', path);
  }
  tell();
}

export function useRoute(): Route {
  return useSyncExternalStore(subscribe, routeNow);
}

/** A press that the browser itself should handle: another button, or a key for a new tab or window. */
function forBrowser(event: MouseEvent): boolean {
  return event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
}

export interface LinkProps extends Omit<ComponentProps<'a'>, 'href'> {
  to: string;
}

/** A link within the console: a real address, so that it opens in a new tab too. */
export function Link({ to, onClick, ...anchor }: LinkProps) {
  return (
    <a
      {...anchor}
      href={to}
      onClick={(event) => {
        onClick?.(event);
        if (!event.defaultPrevented && !forBrowser(event)) {
          event.preventDefault();
          navigate(to);
        }
      }}
    />
  );
}
