import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { InvitationView } from '../../../../shared/api/invitation-view';
import type { Id, Page } from '../../../../shared/api/views';
import { command } from '../../foundation/command';
import { useDesk, useLiveState } from '../../foundation/desk/context';
import { request } from '../../foundation/http';

const MANY = 200;

export const invitationsQuery = queryOptions({
  queryKey: ['invitations'],
  queryFn: async ({ signal }) =>
    (await request<Page<InvitationView>>('GET', `/invitations?limit=${MANY}`, { signal })).items,
  staleTime: 0,
});

/** The list with one view taken in: the newest first, an older version never in place of a newer one. */
export function withView(
  list: readonly InvitationView[] | undefined,
  view: InvitationView,
): readonly InvitationView[] {
  const known = list?.find(({ id }) => id === view.id);
  if (known && known.version > view.version) {
    return list ?? [];
  }
  const others = (list ?? []).filter(({ id }) => id !== view.id);
  return [...others, view].sort((one, other) => (one.id < other.id ? 1 : -1));
}

/** The operator's invitations, live. */
export function useInvitations() {
  const { store } = useDesk();
  const client = useQueryClient();
  const live = useLiveState();
  const query = useQuery(invitationsQuery);
  const { refetch } = query;
  useEffect(
    () =>
      store.hear({
        onEvent: ({ event, data }) => {
          if (event.startsWith('invitation.')) {
            client.setQueryData(invitationsQuery.queryKey, (list) => withView(list, data as InvitationView));
          }
        },
      }),
    [store, client],
  );
  useEffect(() => {
    // What happened while the line was cut stands in the list.
    if (live === 'live') {
      void refetch();
    }
  }, [live, refetch]);
  return query;
}

export interface NewInvitation {
  readonly use: InvitationView['use'];
  readonly valid_for_seconds: number;
  readonly arranged_for?: string;
  readonly time_zone?: string;
  readonly note?: string;
  readonly client?: { readonly name?: string; readonly email?: string };
}

function path(id: Id): string {
  return `/invitations/${encodeURIComponent(id)}`;
}

export const createInvitation = (wanted: NewInvitation) =>
  command<InvitationView>('POST', '/invitations', wanted);

export const extendInvitation = (id: Id, seconds: number) =>
  command<InvitationView>('PATCH', path(id), { valid_for_seconds: seconds });

export const sendInvitation = (id: Id, email: string) =>
  command<InvitationView>('POST', `${path(id)}/send`, { email });

export const revokeInvitation = (id: Id) => command<InvitationView>('POST', `${path(id)}/revoke`, {});

/** The picture of the link's QR code. */
export function qrAddress(id: Id): string {
  return `/api/v1${path(id)}/qr.png`;
}
