import { useEffect, useState, useSyncExternalStore } from 'react';

/** Something of the console that is a file of its own, which not every start needs. */
export interface Loadable<Thing> {
  /** It, once it is there. */
  readonly now: () => Thing | undefined;
  /** Fetches it unless it is there or on its way; tells whether it came. */
  readonly fetch: () => Promise<boolean>;
  /** The same for whoever waits for it: a network that is gone for a moment is waited for. */
  readonly load: () => Promise<boolean>;
  readonly subscribe: (listener: () => void) => () => void;
}

const all: Loadable<unknown>[] = [];

/** What is waited for is fetched again after these pauses, in milliseconds, before it is said that it did not come. */
const PAUSES = [0, 300, 1000];

/**
 * Makes something loadable; `bring` is an `import()` and what to take of it. What every hand soon reaches for is
 * `first` among what is fetched in idle moments.
 */
export function loadable<Thing>(bring: () => Promise<Thing>, first = false): Loadable<Thing> {
  let there: Thing | undefined;
  let coming: Promise<boolean> | undefined;
  const listeners = new Set<() => void>();
  const come = async () => {
    try {
      there = await bring();
    } catch {
      coming = undefined;
      return false;
    }
    for (const listener of listeners) {
      listener();
    }
    return true;
  };
  const fetchOnce = () => {
    coming ??= come();
    return coming;
  };
  const made: Loadable<Thing> = {
    now: () => there,
    fetch: fetchOnce,
    load: async () => {
      let came = await fetchOnce();
      for (const pause of PAUSES) {
        if (!came) {
          await new Promise((resolve) => setTimeout(resolve, pause));
          came = await fetchOnce();
        }
      }
      return came;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  if (first) {
    all.unshift(made);
  } else {
    all.push(made);
  }
  return made;
}

/** What the first screen asks for itself goes first: its live connection, its pictures. Milliseconds. */
const SETTLING = 300;
/** How soon at the latest after that what waits for an idle moment has its turn, in milliseconds. */
const IDLE_AT_LATEST = 1000;

/** Does something as soon as the browser has nothing better to do; the returned function forgets it. */
export function whenIdle(act: () => void): () => void {
  let handle: number | undefined;
  const timer = setTimeout(() => {
    if ('requestIdleCallback' in window) {
      handle = requestIdleCallback(act, { timeout: IDLE_AT_LATEST });
    } else {
      act();
    }
  }, SETTLING);
  return () => {
    clearTimeout(timer);
    if (handle !== undefined) {
      cancelIdleCallback(handle);
    }
  };
}

/**
 * Fetches all that is not there yet, one after the other, so that nobody waits for it later, and what is there
 * stays when the server has changed its files for a new version.
 */
export async function loadTheRest(): Promise<void> {
  for (const one of all) {
    await one.fetch();
  }
}

/** The thing as soon as it is there; `wanted` fetches it. `failed` is true when it was wanted and did not come. */
export function useLoadable<Thing>(one: Loadable<Thing>, wanted = true) {
  const thing = useSyncExternalStore(one.subscribe, one.now);
  const [failed, setFailed] = useState(false);
  const [tries, setTries] = useState(0);
  const missing = wanted && thing === undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each try fetches
  useEffect(() => {
    if (!missing) {
      return;
    }
    let left = false;
    one.load().then((came) => !(came || left) && setFailed(true));
    return () => {
      left = true;
      setFailed(false);
    };
  }, [one, missing, tries]);
  return { thing, failed: failed && missing, retry: () => setTries((count) => count + 1) };
}
