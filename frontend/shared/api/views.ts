/** The views of the API as the console reads them; those of one conversation stand in their own file. */
import type {
  ChannelKind,
  ConversationView,
  FileView,
  Id,
  Role,
  Time,
  Versioned,
} from './conversation-views';

export * from './conversation-views';

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
  /** What it was before somebody else or a rule changed it. */
  readonly before: { readonly status: DeclaredStatus; readonly away_reason_id: Id | null } | null;
  readonly allowances: readonly AllowanceUseView[];
}

export type WhenUsedUp = 'mark' | 'refuse' | 'change';

/** What is used today of a reason's allowance; from `day_ends` on everything counts anew. */
export interface AllowanceUseView {
  readonly away_reason_id: Id;
  readonly minutes: number;
  readonly when_used_up: WhenUsedUp;
  /** Without the time away that runs since `running_since`. */
  readonly used_seconds: number;
  readonly running_since: Time | null;
  readonly day_ends: Time;
}

export interface ChannelHealth {
  readonly state: 'working' | 'partly_working' | 'not_receiving' | 'turned_off';
  readonly reason: string | null;
}

/** The operator may write first: to which kinds of address, and with what. */
export interface StartView {
  readonly to: readonly ('phone' | 'email' | 'vendor')[];
  readonly by: 'text' | 'template';
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
  /** What its kind can do; absent in what the live socket tells, which changes nothing of it. */
  readonly capabilities?: {
    readonly start: StartView | null;
    readonly calls: boolean;
    readonly text_characters: number;
    /** What was said can be sent to the client by e-mail, where the company sends letters. */
    readonly transcript: boolean;
  };
}

export interface QueueView extends Versioned {
  readonly name: string;
  readonly group_id: Id | null;
  readonly group_name: string | null;
  /** Whose own queue it is; null for a group's. */
  readonly operator_id: Id | null;
  readonly waiting: number;
  readonly service_target_seconds: number;
  readonly wrap_up_limit_seconds: number;
}

/** Something that an operator is to be told of; it stands until it is handled. Never a word of the client. */
export interface NotificationView extends Versioned {
  readonly what: NotificationKind;
  readonly conversation_id: Id | null;
  readonly offer_id: Id | null;
  readonly channel_kind: ChannelKind | null;
  readonly queue_id: Id | null;
  readonly queue_name: string | null;
  readonly count: number;
  readonly raised_at: Time;
  /** Which cue this is; the page of `connection_id` gives each number once. */
  readonly cue: number;
  readonly connection_id: Id | null;
  readonly loud: boolean;
  readonly sound: boolean;
  readonly browser: boolean;
  readonly volume: number;
  readonly show_words: boolean;
  readonly shown_at: Time | null;
  readonly cleared_at: Time | null;
  readonly cleared_because: string | null;
}

export type NotificationKind =
  | 'offer'
  | 'queue'
  | 'message'
  | 'transfer'
  | 'reply_due'
  | 'woken'
  | 'allowance'
  | 'back_at'
  | 'invitation'
  | 'connection';

export interface AwayReasonView {
  readonly id: Id;
  readonly name: string;
  readonly icon: string;
  readonly colour: string;
  readonly paid: boolean;
  readonly allowance_minutes: number | null;
  readonly when_used_up: WhenUsedUp;
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
  /** 100 is usual; every deadline is longer by as much. */
  readonly time_allowance_percent: number;
  readonly group_ids: readonly Id[];
  readonly picture: string | null;
  readonly theme: 'auto' | 'light' | 'dark';
}

/** Another operator, as every operator may see him. */
export interface ColleagueView extends Versioned {
  readonly name: string;
  readonly public_name: string;
  readonly picture: string | null;
  readonly role: Role;
  readonly active: boolean;
  readonly status: DeclaredStatus;
  readonly away_reason_id: Id | null;
  readonly since: Time;
  readonly back_at: Time | null;
  readonly on_another_call: boolean;
  readonly reachable: boolean;
  /** From then on he is over his allowance of the day. */
  readonly allowance_ends_at: Time | null;
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
  /** Whether Hovor can send letters for the company. */
  readonly outgoing_mail: boolean;
  /** How long an offer and a call may wait for an answer, before anybody's own time allowance. */
  readonly offer_deadline_seconds: number;
  readonly call_offer_deadline_seconds: number;
  /** For how long an invitation is valid unless its maker chooses, and for how long at most. */
  readonly invitation_once_seconds: number;
  readonly invitation_repeatedly_seconds: number;
  readonly invitation_longest_seconds: number;
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
  readonly notifications: readonly NotificationView[];
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
