import { useEffect, useSyncExternalStore } from 'react';
import type { Id } from '../../../../../shared/api/views';
import { useDesk } from '../../../foundation/desk/context';
import type { Draft, DraftState, Writing } from '../../../foundation/drafts/drafts';

/** What is to be other, or how that follows from what is there. */
export type Changes = Partial<Draft> | ((draft: Draft) => Partial<Draft>);

export interface DraftHandle {
  readonly draft: Draft;
  readonly state: DraftState;
  write(changes: Changes): void;
}

/** What is typed in one conversation, kept at every key. */
export function useDraft(conversationId: Id, writing: Writing): DraftHandle {
  const { drafts } = useDesk();
  const draft = useSyncExternalStore(drafts.subscribe, () => drafts.of(conversationId, writing));
  const state = useSyncExternalStore(drafts.subscribe, () => drafts.state(conversationId, writing));
  useEffect(() => {
    // Without the server's copy the device's own is all there is.
    drafts.fetch(conversationId).catch(() => undefined);
  }, [drafts, conversationId]);
  return {
    draft,
    state,
    write: (changes) => {
      const now = drafts.of(conversationId, writing);
      drafts.write(conversationId, writing, {
        ...now,
        ...(typeof changes === 'function' ? changes(now) : changes),
      });
    },
  };
}
