import type { Id, Time, Versioned } from './conversation-views';

export type InvitationUse = 'once' | 'repeatedly';
export type InvitationState = 'active' | 'used' | 'expired' | 'revoked';

export interface Maker {
  readonly kind: string;
  readonly id: Id;
  readonly name: string | null;
}

/** An invitation as its operator sees it. `url` and `code` are null where he may not use them any more. */
export interface InvitationView extends Versioned {
  readonly operator_id: Id;
  readonly operator_name: string;
  readonly channel_id: Id;
  readonly use: InvitationUse;
  readonly state: InvitationState;
  readonly url: string | null;
  readonly code: string | null;
  readonly code_until: Time | null;
  readonly valid_until: Time | null;
  readonly arranged_for: Time | null;
  readonly time_zone: string | null;
  readonly note: string | null;
  readonly client: {
    readonly name: string | null;
    readonly email: string | null;
    readonly phone: string | null;
  };
  readonly uses: number;
  readonly last_used_at: Time | null;
  readonly last_client: string | null;
  /** How many clients have asked to be told when their operator is there. */
  readonly wishes: number;
  readonly created_at: Time;
  readonly created_by: Maker;
  readonly revoked_at: Time | null;
  readonly revoked_by: Maker | null;
}
