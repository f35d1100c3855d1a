import { useEffect } from 'react';
import { tellNotLoaded } from './later';
import { loadable, useLoadable } from './loadable';

const overlays = loadable(() => import('./overlays'), true);

/** What menus, popovers and dialogs are made of, once it is loaded; `wanted` loads it. */
export function useOverlays(wanted: boolean): typeof import('./overlays') | undefined {
  const { thing, failed } = useLoadable(overlays, wanted);
  useEffect(() => {
    if (failed) {
      tellNotLoaded();
    }
  }, [failed]);
  return thing;
}
