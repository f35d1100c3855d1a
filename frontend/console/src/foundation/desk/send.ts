import type { Id } from '../../../../shared/api/views';
import { isPassing } from '../command';
import { Refusal, request } from '../http';
import type { Item } from '../outbox/item';
import type { Attempt } from '../outbox/outbox';

/** An attempt ends after so long even if the network says nothing at all. Milliseconds. */
const PATIENCE = 30_000;
const NOT_SIGNED_IN = 401;

function pathOf(conversationId: Id, kind: Item['kind']): string {
  return `/conversations/${encodeURIComponent(conversationId)}/${kind === 'note' ? 'notes' : 'messages'}`;
}

/** Posts one item of the outbox. Its reference makes it the same message however often it is posted. */
export async function sendItem({ ref, conversation_id, kind, text, files }: Item): Promise<Attempt> {
  const body = {
    client_ref: ref,
    ...(text === '' ? {} : { text }),
    ...(files.length === 0 ? {} : { file_ids: files.map(({ file_id }) => file_id) }),
  };
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    await request('POST', pathOf(conversation_id, kind), { body, idempotencyKey: ref, signal });
    return { outcome: 'taken' };
  } catch (failure) {
    if (!(failure instanceof Refusal) || isPassing(failure) || failure.status === NOT_SIGNED_IN) {
      const wait = failure instanceof Refusal ? failure.retry_after : null;
      return { outcome: 'again', ...(wait === null ? {} : { afterSeconds: wait }) };
    }
    return { outcome: 'refused', code: failure.code };
  }
}
