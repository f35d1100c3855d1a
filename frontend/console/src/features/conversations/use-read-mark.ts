import { useEffect } from 'react';
import type { ConversationView, EntryView } from '../../../../shared/api/views';
import { useDesk, useLiveState } from '../../foundation/desk/context';
import { useLookedAt } from './attention';

export interface ReadMarkOptions {
  conversation: ConversationView;
  entries: readonly EntryView[];
  own: boolean;
  atEnd: boolean;
}

/** Tells the server what the operator has before the eyes; the client sees that as "read". */
export function useReadMark({ conversation, entries, own, atEnd }: ReadMarkOptions): void {
  const { store } = useDesk();
  const live = useLiveState() === 'live';
  const lookedAt = useLookedAt();
  const { id, thread } = conversation;
  const newest = entries.at(-1)?.number ?? 0;
  const unread = own && thread.unread > 0 && newest > thread.operator_read;
  useEffect(() => {
    if (unread && live && lookedAt && atEnd) {
      store.live?.send({ type: 'signal', signal: 'read', conversation_id: id, number: newest });
    }
  }, [store, unread, live, lookedAt, atEnd, id, newest]);
}
