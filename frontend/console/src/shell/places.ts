import type { IconName } from '../ui';
import type { texts } from './texts';

/** The screens of the rail, of the palette and of the keys that begin with G. */
export interface Place {
  screen: 'workspace' | 'clients' | 'settings' | 'profile';
  path: string;
  icon: IconName;
  words: Parameters<typeof texts>[0];
  keys?: string;
  /** Where it stands: among the first of the rail, at its foot, or only in the palette. */
  stands: 'first' | 'foot' | 'palette';
}

export const PLACES: readonly Place[] = [
  { screen: 'workspace', path: '/', icon: 'inbox', words: 'workspace', keys: 'G H', stands: 'first' },
  { screen: 'clients', path: '/clients', icon: 'clients', words: 'clients', keys: 'G C', stands: 'first' },
  { screen: 'settings', path: '/settings', icon: 'settings', words: 'settings', keys: 'G S', stands: 'foot' },
  { screen: 'profile', path: '/profile', icon: 'user', words: 'profile', stands: 'palette' },
];
