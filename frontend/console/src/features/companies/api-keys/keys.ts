export const SCOPES = ['invitations.read', 'invitations.write', 'presence.write'] as const;
export type Scope = (typeof SCOPES)[number];

/** An API key as `/api-keys` gives it, without the key; `ending` are its last characters. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly ending: string;
  readonly scopes: readonly Scope[];
  readonly created_at: string;
  readonly last_used_at: string | null;
  readonly revoked_at: string | null;
}

/** With the key itself: told once, when it is made. */
export interface NewApiKey extends ApiKey {
  readonly key: string;
}
