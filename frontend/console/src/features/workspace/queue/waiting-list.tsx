import { type RefObject, useRef } from 'react';
import type { ConversationView, Id } from '../../../../../shared/api/views';
import { Later, loadable } from '../../../ui';
import { WaitingRow } from './rows';
import { useSteady } from './use-steady';

const longList = loadable(async () => (await import('./long-list')).LongList);

/** Longer lists are drawn only as far as they are in sight. */
const MANY = 100;

export interface WaitingListProps {
  conversations: readonly ConversationView[];
  currentId: Id | null;
  scroller: RefObject<HTMLElement | null>;
}

/** Those who wait, longest first; still while somebody points at them. */
export function WaitingList({ conversations, currentId, scroller }: WaitingListProps) {
  const list = useRef<HTMLUListElement>(null);
  const rows = useSteady(list, conversations);
  const drawn = rows.slice(0, MANY).map(({ item, gone }) => (
    <li key={item.id}>
      <WaitingRow conversation={item} current={item.id === currentId} gone={gone} />
    </li>
  ));
  return (
    <ul ref={list}>
      {rows.length > MANY ? (
        <Later
          of={longList}
          meanwhile={drawn}
          rows={rows}
          currentId={currentId}
          scroller={scroller}
          list={list}
        />
      ) : (
        drawn
      )}
    </ul>
  );
}
