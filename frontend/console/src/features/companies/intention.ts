import { newIdempotencyKey } from '../../foundation/http';

/**
 * Gives the idempotency key for a body: the same for the same body, so that sending it again after a lost
 * answer does nothing twice, and a new one for a body that was put right.
 */
export function keysOfIntention(): (body: unknown) => string {
  let last = { sent: '', key: '' };
  return (body) => {
    const sent = JSON.stringify(body);
    if (sent !== last.sent) {
      last = { sent, key: newIdempotencyKey() };
    }
    return last.key;
  };
}
