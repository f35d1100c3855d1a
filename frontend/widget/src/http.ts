/** The panel's requests. */

/** A network that swallows everything must not hold up what waits behind a request. */
const PATIENCE_MILLISECONDS = 20_000;

/** What the server answered instead: the stable code of the problem document. No answer at all is another error. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly retryAfterSeconds: number;
}

/** The refusal, when the same request can never succeed; none when nobody answered, or the server is busy or broken now. */
export function finalRefusal(error: unknown): Refusal | undefined {
  const { status = 0 } = error as Partial<Refusal>;
  return status >= 400 && status < 500 && status !== 429 && status !== 401 ? (error as Refusal) : undefined;
}

export interface Http {
  readonly base: string;
  /** The visitor's, once the server has given one. */
  token: string | null;
  /** With a body it is a POST, else a GET. Throws a `Refusal`, or something else when nobody answers. */
  send(path: string, body?: object): Promise<Response>;
  json<Answer>(path: string, body?: object): Promise<Answer>;
}

export function httpTo(base: string): Http {
  const http: Http = {
    base,
    token: null,
    async send(path, body) {
      const response = await fetch(base + path, {
        method: body ? 'POST' : 'GET',
        credentials: 'omit',
        headers: { ...(http.token && { authorization: `Bearer ${http.token}` }) },
        body: body ? new Blob([JSON.stringify(body)], { type: 'application/json' }) : null,
        signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
      });
      if (!response.ok) {
        const { code = 'failed' } = await response.json().catch(() => ({}));
        throw {
          status: response.status,
          code,
          retryAfterSeconds: Number(response.headers.get('retry-after')),
        } satisfies Refusal;
      }
      return response;
    },
    json: async (path, body) => (await http.send(path, body)).json(),
  };
  return http;
}
