/** What the page asks of the server. The browser's own cookie says what it began; scripts cannot read it. */

const PREFIX = '/api/v1/public';
const PATIENCE_MILLISECONDS = 20_000;

export interface Look {
  readonly colour: string;
  readonly text_on_it: string;
  readonly text_on_light: string;
  readonly text_on_dark: string;
  readonly privacy_url: string | null;
}

export interface OwnConversation {
  readonly id: string;
  readonly state: 'queued' | 'active';
  readonly started_at: string;
  /** How many offers the operator declined or did not answer. */
  readonly unanswered: number;
  readonly with_team: boolean;
  /** A message was left: nobody waits at the page. */
  readonly left: boolean;
}

export interface InvitationPage {
  readonly state: 'active' | 'used' | 'expired';
  readonly operator: { readonly name: string; readonly picture: string | null; readonly reachable: boolean };
  readonly company: string;
  readonly channel_key: string;
  readonly arranged_for: string | null;
  readonly time_zone: string | null;
  readonly early: boolean;
  readonly client_name: string | null;
  readonly conversation: OwnConversation | null;
  /** A letter can say when the operator is there. */
  readonly can_tell: boolean;
  readonly look: Look;
}

export interface Started {
  readonly conversation_id: string;
  readonly visitor_token: string;
  readonly channel_key: string;
}

export interface Beginning {
  readonly client?: { readonly name?: string; readonly email?: string };
  readonly message?: string;
  readonly leave?: true;
}

/** A refusal, with its stable code; `status` 0 when nobody answered. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly retryAfterSeconds: number,
  ) {
    super(code);
  }
}

async function ask<Answer>(
  path: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(PREFIX + path, {
      method: body ? 'POST' : 'GET',
      credentials: 'same-origin',
      headers,
      body: body ? new Blob([JSON.stringify(body)], { type: 'application/json' }) : null,
      signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
    });
  } catch {
    throw new Refused(0, 'unreachable', 0);
  }
  if (!response.ok) {
    const { code } = (await response.json().catch(() => ({}))) as { code?: string };
    throw new Refused(response.status, code ?? 'failed', Number(response.headers.get('retry-after')));
  }
  return (await response.json()) as Answer;
}

/** The requests about one invitation. */
export function invitationOf(secret: string) {
  const path = `/invitations/${encodeURIComponent(secret)}`;
  // One intention, one key: a start whose answer was lost is found again, and used only once.
  const key = { 'idempotency-key': crypto.randomUUID() };
  return {
    look: () => ask<InvitationPage>(path),
    start: (beginning: Beginning) =>
      ask<Started>(`${path}/conversations`, { ...beginning, locale: navigator.language }, key),
    wait: () => ask<{ visitor_token: string }>(`${path}/wait`, { locale: navigator.language }),
    tellMe: (email: string) =>
      ask<{ email: string }>(`${path}/tell-me`, { email, locale: navigator.language }),
    talkToTeam: (beginning: Beginning) =>
      ask<Started>(`${path}/talk-to-the-team`, { ...beginning, locale: navigator.language }, key),
    calendar: `${PREFIX}${path}/calendar.ics`,
  };
}

export type Invitation = ReturnType<typeof invitationOf>;

/** The link that a code stands for. */
export const join = (code: string) => ask<{ url: string }>('/join', { code });

/** The client does not want to wait any more. */
export async function leaveQueue(token: string): Promise<void> {
  await fetch(`${PREFIX}/webchat/leave`, {
    method: 'POST',
    credentials: 'omit',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{}',
  });
}
