import { longestPause } from '../../../shared/live';
import { type Method, newIdempotencyKey, Refusal, request } from './http';

/** After this many tries the operator hears that it did not work. */
const TRIES = 4;

/** Whether the same request may go through a moment later: no answer came, or the server said so. */
export function isPassing(failure: unknown): boolean {
  if (!(failure instanceof Refusal)) {
    return false;
  }
  const { status, code } = failure;
  return status === 0 || status === 408 || status === 429 || status >= 500 || code === 'in_progress';
}

function rest(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * Does something once, however often it has to be asked for: a request that got no answer is repeated with the
 * same key, for a few seconds. Then it refuses with the last `Refusal`.
 */
export async function command<Answer>(method: Method, path: string, body: object = {}): Promise<Answer> {
  const idempotencyKey = newIdempotencyKey();
  for (let failures = 0; ; failures++) {
    try {
      return await request<Answer>(method, path, { body, idempotencyKey });
    } catch (failure) {
      if (failures + 1 >= TRIES || !isPassing(failure)) {
        throw failure;
      }
      const asked = failure instanceof Refusal ? (failure.retry_after ?? 0) * 1000 : 0;
      if (asked > longestPause(TRIES)) {
        throw failure;
      }
      await rest(Math.max(asked, Math.random() * longestPause(failures)));
    }
  }
}
