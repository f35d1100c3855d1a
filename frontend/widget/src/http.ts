/** The panel's requests. A refusal carries the stable code of the problem document; no answer at all is a `TypeError`. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly retryAfterSeconds: number,
  ) {
    super(code);
  }

  /** Whether the same request may succeed later: the server is busy, broken or asks to slow down. */
  get passing(): boolean {
    return this.status === 429 || this.status === 401 || this.status >= 500;
  }
}

export class Http {
  token: string | null = null;

  constructor(private readonly base: string) {}

  async send<Answer>(
    method: string,
    path: string,
    body: object | null = null,
    signal?: AbortSignal,
  ): Promise<Answer> {
    const form = body instanceof FormData;
    const response = await fetch(this.base + path, {
      method,
      credentials: 'omit',
      headers: {
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...(body && !form ? { 'content-type': 'application/json' } : {}),
      },
      body: form ? body : body && JSON.stringify(body),
      signal: signal ?? null,
    });
    if (!response.ok) {
      const problem = (await response.json().catch(() => ({}))) as { code?: string };
      throw new Refused(
        response.status,
        problem.code ?? 'failed',
        Number(response.headers.get('retry-after') ?? 0),
      );
    }
    return (response.status === 204 ? undefined : await response.json()) as Answer;
  }

  async file(path: string): Promise<Blob> {
    const response = await fetch(this.base + path, {
      credentials: 'omit',
      headers: { authorization: `Bearer ${this.token}` },
    });
    if (!response.ok) {
      throw new Refused(response.status, 'failed', 0);
    }
    return response.blob();
  }
}
