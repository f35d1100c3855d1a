/** The panel's requests. A refusal carries the stable code of the problem document; no answer at all is another error. */

/** A network that swallows everything must not hold up what waits behind a request. */
const PATIENCE_MILLISECONDS = 20_000;

export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly retryAfterSeconds: number,
  ) {
    super(code);
  }
}

/** Whether the same request may succeed later: nobody answered, or the server is busy, broken, or does not know us now. */
export function isPassing(error: unknown): boolean {
  return !(error instanceof Refused) || error.status >= 500 || error.status === 429 || error.status === 401;
}

export interface Http {
  /** The visitor's, once the server has given one. */
  token: string | null;
  /** With a body it is a POST, else a GET. Throws `Refused`, or something else when nobody answers. */
  send(path: string, body?: object, options?: RequestInit): Promise<Response>;
  json<Answer>(path: string, body?: object, options?: RequestInit): Promise<Answer>;
}

export function httpTo(base: string): Http {
  const http: Http = {
    token: null,
    async send(path, body, options) {
      const response = await fetch(base + path, {
        method: body ? 'POST' : 'GET',
        credentials: 'omit',
        headers: { ...(http.token && { authorization: `Bearer ${http.token}` }) },
        body: body ? new Blob([JSON.stringify(body)], { type: 'application/json' }) : null,
        signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
        ...options,
      });
      if (!response.ok) {
        const { code } = (await response.json().catch(() => ({}))) as { code?: string };
        throw new Refused(response.status, code ?? 'failed', Number(response.headers.get('retry-after')));
      }
      return response;
    },
    json: async (path, body, options) => (await http.send(path, body, options)).json(),
  };
  return http;
}
