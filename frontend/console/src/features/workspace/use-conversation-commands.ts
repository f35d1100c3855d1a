import type { ClientView, ConversationView, Page } from '../../../../shared/api/views';
import { useDesk } from '../../foundation/desk/context';
import { request } from '../../foundation/http';
import { mine, waiting } from '../../foundation/workspace/lists';
import { type Command, conversationPath, navigate, useCommands } from '../../shell';
import { clientName, nameIn } from '../clients/client-name';
import { texts } from './texts';

/** Shorter words find everybody. */
const LEAST = 2;
const SOME = 5;

function toConversation(view: ConversationView): Command {
  return {
    id: `conversation.${view.id}`,
    words: nameIn(view),
    detail: view.thread.last?.text ?? view.channel_name,
    icon: 'chat',
    run: () => navigate(conversationPath(view.id)),
  };
}

function toClient(client: ClientView): Command {
  return {
    id: `client.${client.id}`,
    words: clientName(client),
    detail: [client.email, client.phone].filter(Boolean).join(' · '),
    icon: 'user',
    run: () => navigate(`/clients/${encodeURIComponent(client.id)}`),
  };
}

/** Lets the palette find own and waiting conversations at once, and clients at the server. */
export function useConversationCommands(): void {
  const { store } = useDesk();
  useCommands({
    id: 'workspace.conversations',
    rank: -2,
    heading: () => texts('conversations'),
    commands: () => (store.shown ? [...mine(store.shown), ...waiting(store.shown)].map(toConversation) : []),
  });
  useCommands({
    id: 'workspace.clients',
    rank: -1,
    finds: true,
    heading: () => texts('clients'),
    commands: async (typed, signal) => {
      if (typed.trim().length < LEAST) {
        return [];
      }
      const path = `/clients?limit=${SOME}&q=${encodeURIComponent(typed.trim())}`;
      const { items } = await request<Page<ClientView>>('GET', path, { signal });
      return items.map(toClient);
    },
  });
}
