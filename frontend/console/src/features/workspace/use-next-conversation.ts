import type { Id } from '../../../../shared/api/views';
import { useWorkspace } from '../../foundation/desk/context';
import { atWork, waiting } from '../../foundation/workspace/lists';
import { perWorkspace } from '../../foundation/workspace/per-workspace';
import { conversationPath, navigate, useShortcuts } from '../../shell';
import { texts } from './texts';

/** In the order of the queue column. */
const rows = perWorkspace((workspace): readonly Id[] =>
  [...atWork(workspace), ...waiting(workspace)].map(({ id }) => id),
);

/** J and K go through the queue column, from its first row when nothing is open. */
export function useNextConversation(currentId: Id | null): void {
  const ids = useWorkspace(rows);
  const go = (step: 1 | -1) => {
    const place = currentId ? ids.indexOf(currentId) : -1;
    const start = step === 1 ? -1 : 0;
    const next = ids[((place < 0 ? start : place) + step + ids.length) % ids.length];
    if (next) {
      navigate(conversationPath(next), { toLook: true });
      requestAnimationFrame(() => document.getElementById('main')?.focus());
    }
  };
  useShortcuts([
    {
      id: 'workspace.next',
      keys: 'J',
      words: () => texts('next_conversation'),
      group: 'anywhere',
      run: () => go(1),
    },
    {
      id: 'workspace.previous',
      keys: 'K',
      words: () => texts('previous_conversation'),
      group: 'anywhere',
      run: () => go(-1),
    },
  ]);
}
