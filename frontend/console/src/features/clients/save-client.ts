import type { ClientCard, ClientView } from '../../../../shared/api/views';
import type { Desk } from '../../foundation/desk/desk';
import { request } from '../../foundation/http';
import { putClient } from '../../foundation/workspace/conversations';

export type ClientField = 'name' | 'email' | 'phone' | 'language';

/** Changes one detail of a client's card; the empty text takes it away. */
export async function saveClient(
  desk: Desk,
  { id }: ClientCard,
  field: ClientField,
  value: string,
): Promise<void> {
  const client = await request<ClientView>('PATCH', `/clients/${encodeURIComponent(id)}`, {
    body: { [field]: value === '' ? null : value },
  });
  desk.store.take((workspace) => putClient(workspace, client));
}
