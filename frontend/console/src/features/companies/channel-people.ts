import { request } from '../../foundation/http';

/** An operator as `/operators` gives them to administrators; the part that is needed here. */
export interface Server {
  id: string;
  name: string;
  active: boolean;
  group_ids: string[];
  channel_ids: string[];
}

export interface Group {
  id: string;
  name: string;
}

/** Who serves a channel: a group, and those of the company who have the channel assigned. */
export interface People {
  groupId: string;
  operatorIds: readonly string[];
}

/** Who serves the channel now; for a new one the first group and everybody in it. */
export function peopleOf(
  channel: { id: string; group_id: string | null } | null,
  groups: readonly Group[],
  operators: readonly Server[],
): People {
  const groupId = channel?.group_id ?? groups[0]?.id ?? '';
  const serves = ({ group_ids, channel_ids }: Server) =>
    channel ? channel_ids.includes(channel.id) : group_ids.includes(groupId);
  return { groupId, operatorIds: operators.filter(serves).map(({ id }) => id) };
}

/** What must change about whom, so that exactly these people serve the channel. Who serves it joins its group. */
export function changesOfPeople(
  channelId: string,
  { groupId, operatorIds }: People,
  operators: readonly Server[],
) {
  return operators.flatMap(({ id, group_ids, channel_ids }) => {
    const serves = operatorIds.includes(id);
    const others = channel_ids.filter((other) => other !== channelId);
    const joins = serves && groupId !== '' && !group_ids.includes(groupId);
    if (serves === channel_ids.includes(channelId) && !joins) {
      return [];
    }
    const changes = {
      channel_ids: serves ? [...others, channelId] : others,
      ...(joins ? { group_ids: [...group_ids, groupId] } : {}),
    };
    return [{ id, changes }];
  });
}

/** Assigns the channel to exactly these people. */
export async function assignPeople(
  channelId: string,
  people: People,
  operators: readonly Server[],
): Promise<void> {
  for (const { id, changes } of changesOfPeople(channelId, people, operators)) {
    await request('PATCH', `/operators/${encodeURIComponent(id)}`, { body: changes });
  }
}
