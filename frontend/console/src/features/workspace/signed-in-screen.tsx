import './workspace.css';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { ConversationView } from '../../../../shared/api/views';
import { useDesk, useWorkspace } from '../../foundation/desk/context';
import { historyQuery } from '../../foundation/queries';
import { unread } from '../../foundation/workspace/lists';
import { withMoreTexts } from '../../languages';
import { AppFrame, type SignedInRoute } from '../../shell';
import { Later, loadable } from '../../ui';
import { followAccount } from '../accounts/account';
import { Handset } from '../calls/handset';
import { useInvitationNotices } from '../invitations/use-invitation-notices';
import { Bell, useMachine } from '../notifications/bell';
import { NewConversation } from '../outreach/new-conversation';
import { Colleagues } from '../presence/colleagues';
import { StatusBanner } from '../presence/status-banner';
import { StatusMenu } from '../presence/status-menu';
import { useReminders } from '../presence/use-reminders';
import { useStatusShortcuts } from '../presence/use-status-shortcuts';
import { useOfferNotices } from '../routing/use-offer-notices';
import { ConnectionStrip } from './connection-strip';
import { useTexts } from './texts';
import { useConversationCommands } from './use-conversation-commands';
import { MainPane, WorkScreen } from './work-screen';

const profile = loadable(async () => (await import('../accounts/profile')).Profile);
const settings = loadable(async () => (await withMoreTexts(import('../companies/settings'))).Settings);
const clients = loadable(async () => (await import('../clients/clients-screen')).ClientsScreen);

function Screen({ route }: { route: SignedInRoute }) {
  switch (route.screen) {
    case 'workspace':
      return <WorkScreen conversationId={route.conversationId} />;
    case 'clients':
      return <Later of={clients} frame={MainPane} clientId={route.clientId} />;
    case 'settings':
      return <Later of={settings} frame={MainPane} section={route.section} />;
    case 'profile':
      return <Later of={profile} frame={MainPane} />;
  }
}

/** Language and theme follow the account, and lists that were fetched beside the workspace follow its snapshots. */
function useSnapshots(): void {
  const me = useWorkspace((workspace) => workspace.me);
  const generation = useWorkspace((workspace) => workspace.generation);
  const queries = useQueryClient();
  useEffect(() => {
    followAccount(me).catch(() => undefined);
  }, [me]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: with every new snapshot
  useEffect(() => {
    queries.invalidateQueries();
  }, [queries, generation]);
}

/** What moves a conversation on, as its client's history tells it; other changes are not shown there. */
const TURNS: ReadonlySet<string> = new Set(
  ['opened', 'assigned', 'rescued', 'ended', 'closed', 'continued'].map((turn) => `conversation.${turn}`),
);

/** A client's card or conversations were changed somewhere: what was fetched of them is old. */
function useClientChanges(): void {
  const { store } = useDesk();
  const queries = useQueryClient();
  useEffect(
    () =>
      store.hear({
        onEvent: ({ event, data }) => {
          if (event === 'client.changed') {
            queries.invalidateQueries({ queryKey: ['client', (data as { id: string }).id] });
          } else if (TURNS.has(event)) {
            const { client } = data as ConversationView;
            queries.invalidateQueries({ queryKey: historyQuery(client.id).queryKey });
          }
        },
      }),
    [store, queries],
  );
}

/** The frame of an operator who is signed in, around the screen of the route. */
export function SignedInScreen({ route }: { route: SignedInRoute }) {
  const t = useTexts();
  const company = useWorkspace((workspace) => workspace.company_settings.name);
  const count = useWorkspace(unread);
  useSnapshots();
  useClientChanges();
  useStatusShortcuts();
  useReminders();
  useOfferNotices();
  useInvitationNotices();
  useConversationCommands();
  useMachine();
  return (
    <AppFrame
      screen={route.screen}
      title={t(`screen_${route.screen}`)}
      company={company}
      unread={count}
      handset={<Handset />}
      newConversation={<NewConversation />}
      notifications={<Bell />}
      status={<StatusMenu />}
      strip={
        <>
          <ConnectionStrip />
          <StatusBanner />
        </>
      }
    >
      <Screen route={route} />
      <Colleagues />
    </AppFrame>
  );
}
