/**
 * The views of the API as the console reads them. Ids are opaque; times are RFC 3339 in UTC; every view has a
 * `version` that only grows.
 */
export type Id = string;
export type Time = string;

export type ChannelKind = 'webchat' | 'phone' | 'whatsapp' | 'email' | 'generic' | 'sandbox';
export type Role = 'operator' | 'supervisor' | 'administrator';

export type ConversationState =
  | 'new'
  | 'with_bot'
  | 'queued'
  | 'offered'
  | 'active'
  | 'on_hold'
  | 'waiting_for_client'
  | 'snoozed'
  | 'transferring'
  | 'rescue'
  | 'wrap_up'
  | 'closed';

export interface Versioned {
  readonly id: Id;
  readonly version: number;
}

export interface ClientCard {
  readonly id: Id;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly language: string | null;
}

export interface ClientView extends ClientCard, Versioned {
  readonly created_at: Time;
}

export interface LastView {
  readonly kind: EntryKind;
  readonly author_kind: AuthorKind;
  readonly text: string | null;
  readonly file_count: number;
  readonly at: Time;
}

/** Counters and watermarks of a conversation's timeline; `*_read` and `*_received` are entry numbers. */
export interface ThreadView {
  readonly conversation_id: Id;
  readonly version: number;
  readonly entries: number;
  readonly unread: number;
  readonly client_unread: number;
  readonly client_read: number;
  readonly client_received: number;
  readonly operator_read: number;
  /** Since when the client waits for an answer. */
  readonly waiting_since: Time | null;
  readonly last_at: Time | null;
  readonly last: LastView | null;
}

export interface PersonView {
  readonly id: Id;
  readonly name: string;
}

export interface TagView {
  readonly id: Id;
  readonly name: string;
}

export interface ParameterView {
  readonly name: string;
  readonly value: string;
  readonly read_only: boolean;
  readonly source: string;
}

export interface ConversationView extends Versioned {
  readonly state: ConversationState;
  /** Of one that waits for its client: since it was last written to. */
  readonly state_since: Time;
  readonly channel_id: Id;
  readonly channel_kind: ChannelKind;
  readonly channel_name: string;
  readonly client: ClientCard;
  readonly identity: { readonly kind: string; readonly value_shown: string | null };
  readonly queue_id: Id | null;
  readonly queue_name: string | null;
  readonly owner_id: Id | null;
  readonly owner_name: string | null;
  /** To whom it is presented now. */
  readonly offered_to: PersonView | null;
  readonly collaborators: readonly PersonView[];
  readonly subject: string | null;
  readonly language: string | null;
  /** 0 usual, 1 high, 2 urgent. */
  readonly priority: 0 | 1 | 2;
  readonly opened_at: Time;
  readonly queued_at: Time | null;
  readonly service_target_seconds: number;
  readonly wrap_up_until: Time | null;
  readonly snoozed_until: Time | null;
  readonly ended_at: Time | null;
  readonly closed_at: Time | null;
  readonly cause: string | null;
  readonly outcome_id: Id | null;
  readonly rating: number | null;
  readonly continued_from_id: Id | null;
  readonly tags: readonly TagView[];
  readonly parameters: readonly ParameterView[];
  readonly page: { readonly url: string; readonly title: string | null } | null;
  readonly client_online: boolean | null;
  readonly thread: ThreadView;
}

export type EntryKind = 'message' | 'note' | 'change';
export type AuthorKind = 'client' | 'operator' | 'system' | 'integration';

export type DeliveryState =
  | 'queued'
  | 'sending'
  | 'retry_wait'
  | 'unknown'
  | 'accepted'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'played'
  | 'failed'
  | 'cancelled';

export interface FileView {
  readonly file_id: Id;
  readonly name: string;
  readonly kind: string;
  readonly size_bytes: number;
}

export interface EntryView extends Versioned {
  readonly conversation_id: Id;
  /** 1, 2, 3 … without a gap within the conversation. */
  readonly number: number;
  readonly kind: EntryKind;
  readonly author: { readonly kind: AuthorKind; readonly id: Id | null; readonly name: string | null };
  readonly client_ref: string | null;
  readonly text: string | null;
  readonly files: readonly FileView[];
  readonly change: { readonly what: string; readonly [name: string]: unknown } | null;
  readonly delivery: { readonly state: DeliveryState; readonly reason: string | null } | null;
  readonly at: Time;
  /** In events only. */
  readonly thread?: ThreadView | null;
}
