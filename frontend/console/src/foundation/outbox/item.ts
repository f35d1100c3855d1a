import type { FileView, Id } from '../../../../shared/api/views';

/** Something said that may not have reached the server yet. */
export interface Item {
  /** The `client_ref`: sent again with it, it is the same message. */
  readonly ref: string;
  /** Grows from item to item on this device; within a conversation they are sent in this order. */
  readonly order: number;
  readonly conversation_id: Id;
  readonly kind: 'message' | 'note';
  readonly text: string;
  readonly files: readonly FileView[];
  /** When it was written, in milliseconds since 1970 by the server's clock. */
  readonly at: number;
  /** The code of the server's refusal. It is not sent any more until the operator says so; null while it waits. */
  readonly refused: string | null;
}

export type Written = Pick<Item, 'conversation_id' | 'kind' | 'text' | 'files'>;

export function inOrder(one: Item, other: Item): number {
  return one.order - other.order || (one.ref < other.ref ? -1 : 1);
}

/** The next to be sent in each conversation that is not blocked. */
export function nextToSend(items: readonly Item[], blocked: ReadonlySet<Id>): Item[] {
  const first = new Map<Id, Item>();
  for (const item of items.toSorted(inOrder)) {
    if (item.refused === null && !blocked.has(item.conversation_id) && !first.has(item.conversation_id)) {
      first.set(item.conversation_id, item);
    }
  }
  return [...first.values()];
}
