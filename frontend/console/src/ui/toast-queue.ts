import type { ChannelKind } from './channel';
import type { IconName } from './icon';

/** At most this many stand on the screen; the oldest that may leave makes room. */
const AT_MOST = 3;

export interface ToastContent {
  title: string;
  body?: string;
  /** Failures are `alert` and interrupt; the rest is said when the screen reader pauses. */
  tone?: 'status' | 'alert';
  icon?: IconName;
  channel?: ChannelKind;
  /** With an action it stays until it is answered or dismissed. */
  action?: { label: string; run: () => void };
}

export interface ToastShown extends ToastContent {
  id: number;
}

let shown: readonly ToastShown[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function change(next: readonly ToastShown[]): void {
  shown = next;
  for (const listener of listeners) {
    listener();
  }
}

/** Says something that is not visible otherwise. Returns its id, with which it can be taken back. */
export function toast(content: ToastContent): number {
  lastId += 1;
  const next = [...shown, { ...content, id: lastId }];
  const leaving = next.length > AT_MOST ? (next.find((one) => !one.action) ?? next[0]) : undefined;
  change(next.filter((one) => one !== leaving));
  return lastId;
}

export function dismissToast(id: number): void {
  change(shown.filter((one) => one.id !== id));
}

export function shownToasts(): readonly ToastShown[] {
  return shown;
}

export function whenToastsChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
