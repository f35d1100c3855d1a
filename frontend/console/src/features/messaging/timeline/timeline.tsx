import './timeline.css';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { ConversationView } from '../../../../../shared/api/views';
import type { Older as OlderState, Part } from '../../../foundation/desk/chain';
import { useIsTyping, useUnsent, useWorkspace } from '../../../foundation/desk/context';
import type { Shown } from '../../../foundation/outbox/outbox';
import { Avatar, Button, classes, SkeletonRows, Time } from '../../../ui';
import { firstName, nameIn } from '../../clients/client-name';
import { useTexts } from '../texts';
import { BeginLine, ChangeLine } from './change-line';
import { Message } from './message';
import { Note } from './note';
import { clientMessagesAfter, isOwn, type Row, timelineRows } from './rows';
import { tickOf } from './tick';
import { Unsent } from './unsent';
import { useScroll } from './use-scroll';

/** Above so many rows those out of sight are not laid out. */
const MANY = 150;

export interface TimelineProps {
  /** The linked conversations that are loaded, the oldest first; the last is the one that is open. */
  parts: readonly Part[];
  older: OlderState;
  onOlder: () => void;
  firstUnread: number | null;
  onEdit: (item: Shown) => void;
  /** The end is in sight, or no longer. */
  onAtEnd: (atEnd: boolean) => void;
}

function Older({ older, onOlder }: Pick<TimelineProps, 'older' | 'onOlder'>) {
  const t = useTexts();
  const mark = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = mark.current;
    if (!element || older !== 'idle') {
      return;
    }
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && onOlder(), {
      rootMargin: '200px 0px 0px',
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, [older, onOlder]);
  return (
    <div ref={mark} className="older">
      {older === 'loading' && <SkeletonRows count={1} />}
      {older === 'failed' && (
        <Button size="s" icon="refresh" onClick={onOlder}>
          {t('older_failed')}
        </Button>
      )}
    </div>
  );
}

function TypingRow({ conversation }: { conversation: ConversationView }) {
  const t = useTexts();
  const name = nameIn(conversation);
  const words = t('is_typing', { name: firstName(name) });
  return (
    <div className="msg">
      <Avatar name={name} colourBy={conversation.client.id} />
      <div className="bub dots" role="status" aria-label={words}>
        <i />
        <i />
        <i />
      </div>
      <div className="meta" aria-hidden="true">
        {words}…
      </div>
    </div>
  );
}

function useRow({ parts, onEdit }: Pick<TimelineProps, 'parts' | 'onEdit'>): (row: Row) => ReactNode {
  const t = useTexts();
  const me = useWorkspace((workspace) => workspace.me);
  const views = new Map(parts.map(({ conversation }) => [conversation.id, conversation]));
  return (row) => {
    switch (row.kind) {
      case 'day':
        return (
          <div className="ev day">
            <span>
              <Time at={row.at} style="day-line" />
            </span>
          </div>
        );
      case 'begin':
        return <BeginLine conversation={row.conversation} linked={row.linked} />;
      case 'new':
        return (
          <div className="ev day fresh">
            <span>{t('new_messages_line')}</span>
          </div>
        );
      case 'unsent':
        return <Unsent item={row.item} place={row.place} me={me.name} onEdit={onEdit} />;
      case 'note':
        return (
          <Note
            author={row.entry.author.name ?? t('hovor')}
            at={row.entry.at}
            text={row.entry.text}
            files={row.entry.files}
          />
        );
      default: {
        const conversation = views.get(row.entry.conversation_id);
        if (!conversation) {
          return null;
        }
        if (row.kind === 'change') {
          return <ChangeLine entry={row.entry} conversation={conversation} me={me.id} />;
        }
        const { author } = row.entry;
        const from =
          author.kind === 'client'
            ? { name: nameIn(conversation), id: conversation.client.id }
            : { name: author.name ?? t('hovor'), id: author.id ?? '' };
        return (
          <Message
            entry={row.entry}
            place={row.place}
            from={from}
            tick={tickOf(row.entry, conversation.thread)}
            colleague={author.kind !== 'client' && !isOwn(row.entry, me.id)}
          />
        );
      }
    }
  };
}

/** How many messages of the client came since the end went out of sight. */
function useNewBelow(parts: readonly Part[], atEnd: boolean): number {
  const entries = parts.at(-1)?.entries ?? [];
  const newest = entries.at(-1)?.number ?? 0;
  const [seen, setSeen] = useState(newest);
  if (atEnd && seen !== newest) {
    setSeen(newest);
  }
  return atEnd ? 0 : clientMessagesAfter(entries, seen);
}

/** What was said and what happened, in its order; the newest at the lower end. */
export function Timeline({ parts, older, onOlder, firstUnread, onEdit, onAtEnd }: TimelineProps) {
  const t = useTexts();
  const conversation = parts.at(-1)?.conversation;
  const unsent = useUnsent(conversation?.id ?? '');
  const typing = useIsTyping(conversation?.id ?? '');
  const rows = timelineRows(parts, { firstUnread, unsent });
  const draw = useRow({ parts, onEdit });
  const last = rows.at(-1);
  const { box, atEnd, jumpToEnd } = useScroll(rows[0]?.key, `${last?.key} ${typing}`);
  const below = useNewBelow(parts, atEnd);
  useEffect(() => onAtEnd(atEnd), [atEnd, onAtEnd]);
  // What was just said here is to be seen by who said it.
  const ownLast = last?.kind === 'unsent' ? last.key : undefined;
  useEffect(() => {
    if (ownLast) {
      jumpToEnd();
    }
  }, [ownLast, jumpToEnd]);
  return (
    <div className="timeline">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <div className="scroll" ref={box} tabIndex={0}>
        <div
          className={classes('log', rows.length > MANY && 'many')}
          role="log"
          aria-label={t('messages')}
          aria-live="polite"
          aria-busy={older === 'loading'}
        >
          {older !== 'none' && <Older older={older} onOlder={onOlder} />}
          {rows.map((row) => (
            <div className={`row-${row.kind}`} key={row.key}>
              {draw(row)}
            </div>
          ))}
          {typing && conversation && <TypingRow conversation={conversation} />}
        </div>
      </div>
      {below > 0 && (
        <Button size="s" icon="down" className="jump" onClick={jumpToEnd}>
          {t('new_below', { count: below })}
        </Button>
      )}
    </div>
  );
}
