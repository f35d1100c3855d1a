import type { ConversationView } from '../../../../shared/api/views';
import { conversationPath, navigate } from '../../shell';

/** Of the rows of Mine; the row of a conversation carries its id. */
function rowOf(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`);
}

/**
 * After End the keyboard is at the next conversation of Mine. One that needs no work after it leaves the screen
 * with it; otherwise it stays in sight until that is done.
 */
export function goToNextOfMine(ended: ConversationView, others: readonly ConversationView[]): void {
  const next = others[0];
  if (ended.state === 'closed') {
    navigate(next ? conversationPath(next.id) : '/');
  }
  if (next) {
    requestAnimationFrame(() => rowOf(next.id)?.focus());
  }
}
