import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import type { Id } from '../../../../shared/api/views';
import { useDesk, useWorkspace } from '../../foundation/desk/context';
import { now, toMilliseconds } from '../../ui';
import { explainWaiting, type WaitsExplanation } from './why-waits-facts';

/** What happens at one moment is asked about once. Milliseconds. */
const TOGETHER = 250;
/** No event tells one operator of another's channel switches and of what he carries. Milliseconds. */
const LOOK_AGAIN = 10_000;
/** What a timer of the server brings is there a moment after its time. Milliseconds. */
const AFTER_ITS_TIME = 500;

/** The events that may make another answer of it, whatever they are about. */
const OF_ALL: ReadonlySet<string> = new Set(['operator', 'queue', 'settings', 'status', 'offer', 'group']);

function tells(event: string, data: unknown, conversationId: Id): boolean {
  const kind = event.split('.')[0] ?? '';
  return OF_ALL.has(kind) || (kind === 'conversation' && (data as { id?: Id }).id === conversationId);
}

/** When the answer becomes another one by the time alone. */
function nextChange({ now: waits, comes }: WaitsExplanation): number | undefined {
  const rests = waits?.operators.map(({ rests_until }) => rests_until) ?? [];
  const times = [...rests, waits?.again_at, ...comes.map(({ at }) => at)]
    .filter((at) => at !== null && at !== undefined)
    .map(toMilliseconds);
  return times.length > 0 ? Math.min(...times.filter((at) => at > now())) : undefined;
}

/** Why a conversation waits, as long as that is looked at: asked again whenever it may have become otherwise. */
export function useExplanation(conversationId: Id) {
  const { store } = useDesk();
  const generation = useWorkspace((workspace) => workspace.generation);
  const query = useQuery({
    queryKey: ['why waits', conversationId, generation],
    queryFn: ({ signal }) => explainWaiting(conversationId, signal),
    placeholderData: (before) => before,
    staleTime: 0,
    gcTime: 0,
    refetchInterval: LOOK_AGAIN,
  });
  const { data, refetch } = query;
  const soon = useRef<ReturnType<typeof setTimeout>>(undefined);
  const again = useCallback(() => {
    soon.current ??= setTimeout(() => {
      soon.current = undefined;
      refetch();
    }, TOGETHER);
  }, [refetch]);
  useEffect(() => () => clearTimeout(soon.current), []);
  useEffect(
    () =>
      store.hear({
        onEvent: ({ event, data: told }) => tells(event, told, conversationId) && again(),
        onCounters: again,
      }),
    [store, conversationId, again],
  );
  useEffect(() => {
    const at = data && nextChange(data);
    if (at === undefined || !Number.isFinite(at)) {
      return;
    }
    const timer = setTimeout(refetch, Math.max(0, at - now()) + AFTER_ITS_TIME);
    return () => clearTimeout(timer);
  }, [data, refetch]);
  return query;
}
