import { useRef } from 'react';
import type { Id } from '../../../../../shared/api/views';
import { useDesk } from '../../../foundation/desk/context';
import { type Draft, isEmpty, type Writing } from '../../../foundation/drafts/drafts';
import { toast } from '../../../ui';
import { texts } from '../texts';

/** Gives what was written to the outbox. The draft goes only when the outbox has it for good. */
export function useSend(conversationId: Id, writing: Writing) {
  const { outbox, drafts, typing, store } = useDesk();
  const sending = useRef(false);
  return async (draft: Draft): Promise<void> => {
    if (isEmpty(draft) || sending.current) {
      return;
    }
    sending.current = true;
    try {
      await outbox.add({
        conversation_id: conversationId,
        kind: writing,
        text: draft.text.trim(),
        files: draft.files,
      });
      drafts.clear(conversationId, writing);
      typing.tell(store.live, conversationId, false);
    } catch {
      toast({ title: texts('not_kept'), body: texts('not_kept_hint'), tone: 'alert' });
    } finally {
      sending.current = false;
    }
  };
}
