import type { Id, NotificationKind, Time } from '../../../../shared/api/views';

export type Way = 'sound' | 'browser' | 'push';

export type Ways = Readonly<Record<Way, boolean>>;

/** A browser of the operator that may be pushed to. */
export interface SubscriptionView {
  readonly id: Id;
  readonly device: string;
  readonly created_at: Time;
  readonly answered_at: Time | null;
  readonly dead_at: Time | null;
  readonly dead_because: string | null;
  /** It is the browser that asks. */
  readonly current: boolean;
}

export interface PreferencesView {
  readonly version: number;
  readonly sounds: boolean;
  readonly volume: number;
  readonly show_words: boolean;
  readonly events: Readonly<Record<NotificationKind, Ways>>;
  readonly push: { readonly public_key: string; readonly subscriptions: readonly SubscriptionView[] };
}

/** What of the preferences is to change; the rest stays. */
export interface PreferencesChange {
  readonly sounds?: boolean;
  readonly volume?: number;
  readonly show_words?: boolean;
  readonly events?: Readonly<Partial<Record<NotificationKind, Partial<Ways>>>>;
}

/** The preferences with a change laid over them, as the server will have them. */
export function withChange(held: PreferencesView, change: PreferencesChange): PreferencesView {
  const { events = {}, ...plain } = change;
  const changed = Object.entries(events).map(([kind, ways]) => [
    kind,
    { ...held.events[kind as NotificationKind], ...ways },
  ]);
  return { ...held, ...plain, events: { ...held.events, ...Object.fromEntries(changed) } };
}
