import { useEffect } from 'react';
import type { InvitationView } from '../../../../shared/api/invitation-view';
import { useDesk } from '../../foundation/desk/context';
import { timeWords, toast } from '../../ui';
import { texts } from './texts';

/** Five minutes before an arranged time the operator is reminded, wherever in the console he is. */
export function useInvitationNotices(): void {
  const { store } = useDesk();
  useEffect(
    () =>
      store.hear({
        onEvent: ({ event, data }) => {
          const { arranged_for, client, note } = data as InvitationView;
          if (event !== 'invitation.due' || arranged_for === null) {
            return;
          }
          const time = timeWords(arranged_for, 'clock');
          const name = client.name ?? note;
          toast({
            title: texts('due'),
            body: name ? texts('due_about', { name, time }) : texts('due_unnamed', { time }),
            icon: 'calendar',
            action: { label: texts('seen'), run: () => undefined },
          });
        },
      }),
    [store],
  );
}
