/** Where every call goes; the console speaks only with the server that served it. */
const BASE = '/api/v1';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Codes that come from here and not from the server. */
export const UNREACHABLE = 'unreachable';
export const UNREADABLE = 'unreadable';

export interface FieldFault {
  readonly field: string;
  readonly message: string;
}

interface Problem {
  readonly code?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly fields?: readonly FieldFault[];
  readonly conversation_id?: string;
}

/** The server said no (an RFC 9457 problem document), or could not be reached (`status` 0). */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  /** Stable, for the program; `unreachable` when no answer came. */
  readonly code: string;
  /** In words that are safe to show, in English. */
  readonly detail: string | null;
  /** Seconds to wait before the next try, when the server gives them. */
  readonly retry_after: number | null;
  /** What is wrong with which field of the request. */
  readonly fields: readonly FieldFault[];
  /** The conversation that is in the way, where the server names one. */
  readonly conversation_id: string | null;

  constructor(status: number, problem: Problem, retryAfter: number | null = null) {
    const code = problem.code ?? UNREADABLE;
    super(problem.detail ?? problem.title ?? code);
    this.status = status;
    this.code = code;
    this.detail = problem.detail ?? problem.title ?? null;
    this.retry_after = retryAfter;
    this.fields = problem.fields ?? [];
    this.conversation_id = problem.conversation_id ?? null;
  }
}

export interface RequestOptions {
  /** Sent as JSON. */
  body?: unknown;
  /** Sent instead of a body, as forms with files are. */
  form?: FormData;
  /** The same key and body give the first answer again; make a new one for every new intention. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

/** `Retry-After` in seconds; the header may also name a moment. */
function secondsToWait(header: string | null): number | null {
  if (header === null) {
    return null;
  }
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(wait) ? Math.max(0, Math.ceil(wait)) : null;
}

async function refusalFrom(response: Response): Promise<Refusal> {
  const problem = await response.json().catch(() => ({}));
  const wait = secondsToWait(response.headers.get('Retry-After'));
  return new Refusal(response.status, typeof problem === 'object' && problem ? problem : {}, wait);
}

function headersFor({ body, idempotencyKey }: RequestOptions): Headers {
  const headers = new Headers({ Accept: 'application/json' });
  if (body !== undefined) {
    headers.set('Content-Type', 'application/json');
  }
  if (idempotencyKey) {
    headers.set('Idempotency-Key', idempotencyKey);
  }
  return headers;
}

/** Calls the API, and gives the answer unread. Refuses with a `Refusal` when none came. */
export async function send(method: Method, path: string, options: RequestOptions = {}): Promise<Response> {
  const { body, form, signal } = options;
  try {
    return await fetch(BASE + path, {
      method,
      headers: headersFor(options),
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(form ? { body: form } : {}),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (signal?.aborted) {
      throw error;
    }
    throw new Refusal(0, { code: UNREACHABLE });
  }
}

/**
 * Calls the API and gives the answer's JSON (nothing for 204). Refuses with a `Refusal`; an abort of
 * the `signal` comes through as the browser's own `AbortError`.
 */
export async function request<Answer>(
  method: Method,
  path: string,
  options: RequestOptions = {},
): Promise<Answer> {
  return answerFrom(await send(method, path, options));
}

/** Reads an answer as `request` does. */
export async function answerFrom<Answer>(response: Response): Promise<Answer> {
  if (!response.ok) {
    throw await refusalFrom(response);
  }
  return (response.status === 204 ? undefined : await response.json()) as Answer;
}

/** A new `Idempotency-Key`. Made by hand, because `randomUUID` is missing where the page is not served over https. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
