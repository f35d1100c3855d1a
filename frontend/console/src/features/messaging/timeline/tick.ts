import type { DeliveryState, EntryView, ThreadView } from '../../../../../shared/api/views';

/** The marks that the design's guide has; a message never goes back to an earlier one. */
export type Tick = 'waiting' | 'on_its_way' | 'sent' | 'delivered' | 'read' | 'unknown' | 'failed';

const TICKS: Readonly<Record<DeliveryState, Tick>> = {
  queued: 'on_its_way',
  sending: 'on_its_way',
  retry_wait: 'on_its_way',
  accepted: 'on_its_way',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  played: 'read',
  unknown: 'unknown',
  failed: 'failed',
  cancelled: 'failed',
};

/** States that a watermark of the client raises; it proves nothing about a message that failed or waits. */
const RAISED: ReadonlySet<DeliveryState> = new Set(['accepted', 'sent', 'delivered']);

/** What stands at one of our messages, given what the client has received and read as a whole. */
export function tickOf({ delivery, number }: EntryView, thread: ThreadView | undefined): Tick | null {
  if (!delivery) {
    return null;
  }
  if (thread && RAISED.has(delivery.state)) {
    if (number <= thread.client_read) {
      return 'read';
    }
    if (number <= thread.client_received) {
      return 'delivered';
    }
  }
  return TICKS[delivery.state];
}
