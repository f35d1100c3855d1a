import { Refusal, UNREACHABLE } from '../foundation/http';
import { texts } from './texts';

/**
 * A failure in words for the operator. Codes that a feature knows it says itself, in its own words; this is
 * for the rest.
 */
export function refusalWords(failure: unknown): string {
  if (!(failure instanceof Refusal)) {
    return texts('failed');
  }
  if (failure.code === UNREACHABLE) {
    return texts('unreachable');
  }
  if (failure.status === 429 && failure.retry_after !== null) {
    return texts('rate_limited', { count: failure.retry_after });
  }
  return failure.detail ?? texts('failed');
}
