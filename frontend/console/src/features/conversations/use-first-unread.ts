import { useState } from 'react';
import type { ConversationView, EntryView } from '../../../../shared/api/views';
import { firstUnreadOf, isAnswered } from '../messaging/timeline/rows';
import { useLookedAt } from './attention';

/**
 * The entry above which the line "New messages" stands: the first unread one when the conversation was opened,
 * or when nobody looked at it for a while. It stays while the operator reads, and goes when he has answered.
 */
export function useFirstUnread({ thread }: ConversationView, entries: readonly EntryView[]): number | null {
  const [mark, setMark] = useState(() => firstUnreadOf(entries, thread.operator_read));
  const lookedAt = useLookedAt();
  if (mark !== null && isAnswered(entries, mark)) {
    setMark(null);
    return null;
  }
  if (mark === null && !lookedAt) {
    const unread = firstUnreadOf(entries, thread.operator_read);
    if (unread !== null) {
      setMark(unread);
    }
    return unread;
  }
  return mark;
}
