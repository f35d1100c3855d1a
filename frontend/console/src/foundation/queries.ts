import { QueryClient, queryOptions } from '@tanstack/react-query';
import type {
  ClientView,
  ColleagueView,
  ConversationView,
  Id,
  Page,
  QueueView,
  TagView,
  TemplateView,
} from '../../../shared/api/views';
import { isPassing } from './command';
import { request } from './http';

/** Lists that change seldom are asked for again after so long. Milliseconds. */
const FRESH = 60_000;

/** For what is fetched beside the live workspace: lists to choose from, a client's history. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH,
        retry: (failures, failure) => failures < 3 && isPassing(failure),
        refetchOnWindowFocus: false,
      },
    },
  });
}

async function items<Item>(path: string, signal: AbortSignal): Promise<readonly Item[]> {
  return (await request<Page<Item>>('GET', path, { signal })).items;
}

export const queuesQuery = queryOptions({
  queryKey: ['queues'],
  queryFn: ({ signal }) => items<QueueView>('/queues', signal),
  staleTime: 0,
});

export const colleaguesQuery = queryOptions({
  queryKey: ['colleagues'],
  queryFn: ({ signal }) => items<ColleagueView>('/colleagues', signal),
  staleTime: 0,
});

/** Labels that are retired stay in the list for the history; nobody chooses them any more. */
export interface LabelView extends TagView {
  readonly version: number;
  readonly retired: boolean;
}

export const tagsQuery = queryOptions({
  queryKey: ['labels', 'tags'],
  queryFn: ({ signal }) => items<LabelView>('/tags', signal),
});

export const templatesQuery = queryOptions({
  queryKey: ['templates'],
  queryFn: ({ signal }) => items<TemplateView>('/templates', signal),
});

export interface IdentityView {
  readonly id: Id;
  readonly kind: string;
  readonly value_shown: string | null;
  readonly verified: 'claimed' | 'channel' | 'company';
  readonly first_seen_at: string;
  readonly last_seen_at: string;
}

export interface ClientDetail {
  readonly client: ClientView;
  readonly identities: readonly IdentityView[];
}

export function clientQuery(clientId: Id) {
  return queryOptions({
    queryKey: ['client', clientId],
    queryFn: ({ signal }) =>
      request<ClientDetail>('GET', `/clients/${encodeURIComponent(clientId)}`, { signal }),
  });
}

/** The conversations of a client that this operator may see, the newest first. */
export function historyQuery(clientId: Id) {
  return queryOptions({
    queryKey: ['client', clientId, 'history'],
    queryFn: ({ signal }) =>
      items<ConversationView>(`/conversations?client_id=${encodeURIComponent(clientId)}&limit=50`, signal),
  });
}
