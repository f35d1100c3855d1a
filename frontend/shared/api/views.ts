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

export interface OfferView extends Versioned {
  readonly conversation: ConversationView;
  readonly operator_id: Id;
  readonly made_at: Time;
  readonly deadline: Time;
  /** The whole time from `made_at` to `deadline`. */
  readonly seconds: number;
  readonly delivered_at: Time | null;
  readonly ended_at: Time | null;
  readonly outcome: string | null;
  readonly reason: string | null;
}

export type DeclaredStatus = 'online' | 'away' | 'offline';

export interface StatusView {
  readonly operator_id: Id;
  readonly version: number;
  readonly name: string;
  readonly status: DeclaredStatus;
  readonly away_reason_id: Id | null;
  readonly since: Time;
  readonly next: {
    readonly status: DeclaredStatus;
    readonly away_reason_id: Id | null;
    readonly back_at: Time | null;
  } | null;
  readonly back_at: Time | null;
  readonly on_another_call: boolean;
  readonly actor: { readonly kind: string; readonly id: Id; readonly name: string | null };
  readonly cause: string;
  readonly reachable: boolean;
  readonly unreachable_because: readonly string[];
}

export interface ChannelHealth {
  readonly state: 'working' | 'partly_working' | 'not_receiving' | 'turned_off';
  readonly reason: string | null;
}

/** A channel as the operator has it: with his own switch. */
export interface ChannelView extends Versioned {
  readonly channel_id: Id;
  readonly kind: ChannelKind;
  readonly name: string;
  readonly detail: string;
  readonly available: boolean;
  readonly since: Time | null;
  readonly locked: boolean;
  readonly health: ChannelHealth;
  readonly waiting: number;
}

export interface QueueView extends Versioned {
  readonly name: string;
  readonly group_id: Id | null;
  readonly group_name: string | null;
  readonly waiting: number;
  readonly service_target_seconds: number;
  readonly wrap_up_limit_seconds: number;
}

export interface AwayReasonView {
  readonly id: Id;
  readonly name: string;
  readonly icon: string;
  readonly colour: string;
  readonly paid: boolean;
}

export interface OutcomeView {
  readonly id: Id;
  readonly name: string;
}

export interface MeView {
  readonly id: Id;
  readonly name: string;
  readonly public_name: string;
  readonly email: string;
  readonly role: Role;
  readonly language: string;
  readonly theme: 'auto' | 'light' | 'dark';
}

/** Another operator, as every operator may see him. */
export interface ColleagueView extends Versioned {
  readonly name: string;
  readonly public_name: string;
  readonly role: Role;
  readonly active: boolean;
  readonly status: DeclaredStatus;
  readonly away_reason_id: Id | null;
  readonly since: Time;
  readonly back_at: Time | null;
  readonly on_another_call: boolean;
  readonly reachable: boolean;
}

export interface KindCapacity {
  readonly limit: number;
  /** Slots that one conversation of this kind uses. */
  readonly weight: number;
}

export interface CompanySettingsView {
  readonly name: string;
  readonly time_zone: string;
  readonly operators_switch_channels: boolean;
  readonly preview_before_accept: boolean;
  readonly outcome_required: boolean;
}

/** Everything the first screen shows, as it was at `position`. */
export interface WorkspaceView {
  readonly position: number;
  /** The server's clock. */
  readonly now: Time;
  readonly me: MeView;
  readonly status: StatusView;
  readonly away_reasons: readonly AwayReasonView[];
  readonly channels: readonly ChannelView[];
  readonly queues: readonly QueueView[];
  readonly offers: readonly OfferView[];
  readonly conversations: readonly ConversationView[];
  readonly company_settings: CompanySettingsView;
  readonly outcomes: readonly OutcomeView[];
  readonly capacity: { readonly total: number; readonly kinds: Readonly<Record<string, KindCapacity>> };
}

export interface TemplateView extends Versioned {
  readonly name: string;
  readonly language: string;
  readonly text: string;
}

export interface DraftView {
  readonly conversation_id: Id;
  readonly version: number;
  readonly text: string;
  readonly files: readonly FileView[];
  readonly saved_at: Time | null;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}
