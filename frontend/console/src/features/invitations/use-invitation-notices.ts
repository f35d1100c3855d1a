import { useEffect } from 'react';
import type { InvitationView } from '../../../../shared/api/invitation-view';
import type { NotificationView } from '../../../../shared/api/views';
import { command } from '../../foundation/command';
import { useDesk } from '../../foundation/desk/context';
import type { Workspace } from '../../foundation/workspace/workspace';
import { dismissToast, timeWords, toast } from '../../ui';
import { texts } from './texts';

/** The reminders of arranged times that stand; one with a conversation says that the client has come. */
function reminders(workspace: Workspace | null): readonly NotificationView[] {
  const standing = [...(workspace?.notifications.values() ?? [])];
  return standing.filter(({ what, conversation_id }) => what === 'invitation' && conversation_id === null);
}

/** What is seen here is seen everywhere; where that cannot be told, it goes here alone. */
function putAway(workspace: Workspace | null): void {
  for (const { id } of reminders(workspace)) {
    command('POST', `/notifications/${encodeURIComponent(id)}/cleared`).catch(() => undefined);
  }
}

function remind({ arranged_for, client, note }: InvitationView, onSeen: () => void): number | null {
  if (arranged_for === null) {
    return null;
  }
  const time = timeWords(arranged_for, 'clock');
  const name = client.name ?? note;
  return toast({
    title: texts('due'),
    body: name ? texts('due_about', { name, time }) : texts('due_unnamed', { time }),
    icon: 'calendar',
    action: { label: texts('seen'), run: onSeen },
  });
}

/** Five minutes before an arranged time the operator is reminded, wherever in the console he is. */
export function useInvitationNotices(): void {
  const { store } = useDesk();
  useEffect(() => {
    let shown: readonly number[] = [];
    return store.hear({
      onEvent: ({ event, data }, _before, after) => {
        if (event === 'invitation.due') {
          const id = remind(data as InvitationView, () => putAway(store.truth));
          shown = id === null ? shown : [...shown, id];
        } else if (event === 'notification.cleared' && reminders(after).length === 0) {
          shown.forEach(dismissToast);
          shown = [];
        }
      },
    });
  }, [store]);
}
