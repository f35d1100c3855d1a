import { useVirtualizer } from '@tanstack/react-virtual';
import type { RefObject } from 'react';
import type { ConversationView, Id } from '../../../../../shared/api/views';
import { WaitingRow } from './rows';
import type { SteadyRow } from './use-steady';

/** The height of a row, in px; measured anew when it is drawn. */
const ROW = 52;

export interface LongListProps {
  rows: readonly SteadyRow<ConversationView>[];
  currentId: Id | null;
  scroller: RefObject<HTMLElement | null>;
  list: RefObject<HTMLUListElement | null>;
}

/** A list of which only the rows in sight are drawn. */
export function LongList({ rows, currentId, scroller, list }: LongListProps) {
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 8,
    scrollMargin: list.current?.offsetTop ?? 0,
    getItemKey: (place) => rows[place]?.item.id ?? place,
  });
  const drawn = virtual.getVirtualItems();
  const before = (drawn[0]?.start ?? 0) - virtual.options.scrollMargin;
  const after = virtual.getTotalSize() - ((drawn.at(-1)?.end ?? 0) - virtual.options.scrollMargin);
  return (
    <>
      <li aria-hidden="true" style={{ height: Math.max(0, before) }} />
      {drawn.map(({ index, key }) => {
        const row = rows[index];
        return (
          row && (
            <li key={key} data-index={index} ref={virtual.measureElement}>
              <WaitingRow
                conversation={row.item}
                current={row.item.id === currentId}
                gone={row.gone}
                place={{ position: index + 1, size: rows.length }}
              />
            </li>
          )
        );
      })}
      <li aria-hidden="true" style={{ height: Math.max(0, after) }} />
    </>
  );
}
