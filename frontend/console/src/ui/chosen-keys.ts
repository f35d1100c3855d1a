import { useSyncExternalStore } from 'react';

/** Keys that the operator has chosen on this device: what is meant instead of a combination; '' means none. */
type Chosen = Readonly<Record<string, string>>;

const STORED = 'hovor.keys';

function stored(): Chosen {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(STORED) ?? '{}');
    return typeof found === 'object' && found ? (found as Chosen) : {};
  } catch {
    return {};
  }
}

let chosen: Chosen | undefined;
const listeners = new Set<() => void>();

function all(): Chosen {
  chosen ??= stored();
  return chosen;
}

/** What is pressed now for what is written as `combination`; '' when it is switched off. */
export function keysNow(combination: string): string {
  return all()[combination] ?? combination;
}

/** From now on `wished` is pressed instead; '' switches it off, null goes back to the usual keys. */
export function chooseKeys(combination: string, wished: string | null): void {
  const { [combination]: _, ...others } = all();
  chosen = wished === null || wished === combination ? others : { ...others, [combination]: wished };
  localStorage.setItem(STORED, JSON.stringify(chosen));
  for (const listener of listeners) {
    listener();
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The same as `keysNow`, and draws again when they change. */
export function useKeysNow(combination: string): string {
  return useSyncExternalStore(subscribe, () => keysNow(combination));
}
