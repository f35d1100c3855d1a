import type { ChannelKind, ChannelView, Id } from '../../../../shared/api/views';
import { waiting } from '../../foundation/workspace/lists';
import { perWorkspace } from '../../foundation/workspace/per-workspace';

/** The order of kinds that the design's guide gives. */
const ORDER: readonly ChannelKind[] = ['webchat', 'phone', 'whatsapp', 'email', 'generic', 'sandbox'];

export interface ChannelGroup {
  readonly kind: ChannelKind;
  readonly channels: readonly ChannelView[];
}

/** The operator's channels under their kinds. */
export const channelGroups = perWorkspace(({ channels }): readonly ChannelGroup[] => {
  const all = [...channels.values()];
  return ORDER.map((kind) => ({ kind, channels: all.filter((channel) => channel.kind === kind) })).filter(
    (group) => group.channels.length > 0,
  );
});

/** How many clients wait on each channel: those of the Waiting column, so that the two always agree. */
export const waitingByChannel = perWorkspace((workspace): ReadonlyMap<Id, number> => {
  const counts = new Map<Id, number>();
  for (const { channel_id } of waiting(workspace)) {
    counts.set(channel_id, (counts.get(channel_id) ?? 0) + 1);
  }
  return counts;
});
