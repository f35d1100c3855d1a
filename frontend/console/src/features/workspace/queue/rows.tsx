import { memo } from 'react';
import type { ConversationView } from '../../../../../shared/api/views';
import { useIsTyping, useUnsent } from '../../../foundation/desk/context';
import { conversationPath, Link } from '../../../shell';
import { Avatar, Badge, ChannelTile, classes, Icon, Time, useKindName, useTimeWords } from '../../../ui';
import { nameIn } from '../../clients/client-name';
import { deadlineOf, ServiceTarget } from '../../routing/service-target';
import { useTexts } from '../texts';

export interface QueueRowProps {
  conversation: ConversationView;
  current: boolean;
  gone: boolean;
  /** Where a row stands in the whole list, when only a part of it is drawn. */
  place?: { readonly position: number; readonly size: number };
}

/** What stands below the name: the newest words, or that something is wrong or on its way. */
function LastLine({ conversation }: { conversation: ConversationView }) {
  const t = useTexts();
  const typing = useIsTyping(conversation.id);
  const unsent = useUnsent(conversation.id);
  const { last } = conversation.thread;
  if (typing) {
    return t('typing');
  }
  if (unsent.some(({ state }) => state === 'refused')) {
    return <span className="row-failed">{t('not_sent')}</span>;
  }
  if (last?.text) {
    return last.author_kind === 'operator' ? t('you_said', { words: last.text }) : last.text;
  }
  if (last && last.file_count > 0) {
    return t('files', { count: last.file_count });
  }
  return conversation.queue_name ?? conversation.channel_name;
}

/** The time at the right: how long ago the last words were, or what is left of the wrap-up. */
function MineTime({ conversation }: { conversation: ConversationView }) {
  const { state, wrap_up_until, thread, opened_at, client_online, service_target_seconds } = conversation;
  if (state === 'wrap_up' && wrap_up_until) {
    return (
      <span className="sla">
        <Icon name="clock" size="xs" />
        <Time at={wrap_up_until} style="left" />
      </span>
    );
  }
  return (
    <>
      <Time at={thread.last_at ?? opened_at} style="past" />
      {thread.unread === 0 && client_online === null && thread.waiting_since && (
        <ServiceTarget since={thread.waiting_since} seconds={service_target_seconds} />
      )}
    </>
  );
}

/** A conversation that is this operator's. */
export const MineRow = memo(function MineRow({ conversation, current, gone }: QueueRowProps) {
  const t = useTexts();
  const kindName = useKindName();
  const name = nameIn(conversation);
  const { id, client, channel_kind, state, thread } = conversation;
  const unread = current ? 0 : thread.unread;
  const words = { name, channel: kindName(channel_kind) };
  return (
    <Link
      to={conversationPath(id)}
      className={classes('qi', unread > 0 && 'un', gone && 'gone')}
      aria-current={current ? 'true' : undefined}
      aria-label={unread > 0 ? t('row_unread', { ...words, count: unread }) : t('row', words)}
      data-row={id}
    >
      <Avatar name={name} colourBy={client.id} channel={channel_kind} />
      <span className="qi-words">
        <span className="n">
          <span className="ell">{name}</span>
        </span>
        <span className="d">
          <span className="ell">
            {state === 'wrap_up' ? t('wrap_up') : <LastLine conversation={conversation} />}
          </span>
        </span>
      </span>
      <span className="r">
        <MineTime conversation={conversation} />
        <Badge count={unread} />
      </span>
    </Link>
  );
});

function Priority({ priority }: { priority: ConversationView['priority'] }) {
  const t = useTexts();
  if (priority === 0) {
    return null;
  }
  return (
    <span className={priority === 1 ? 'prio n' : 'prio'}>
      <Icon name="flag" size="xs" label={priority === 1 ? t('priority_high') : t('priority_urgent')} />
    </span>
  );
}

/** A client who waits. The name says the times, too; they tick, but in no live region. */
export const WaitingRow = memo(function WaitingRow({ conversation, current, gone, place }: QueueRowProps) {
  const t = useTexts();
  const kindName = useKindName();
  const name = nameIn(conversation);
  const {
    id,
    channel_kind,
    queue_name,
    subject,
    page,
    priority,
    opened_at,
    service_target_seconds,
    offered_to,
  } = conversation;
  const target = { since: opened_at, seconds: service_target_seconds };
  const waited = useTimeWords(opened_at, 'running');
  const left = useTimeWords(deadlineOf(target), 'left');
  const context = subject ?? page?.title;
  return (
    <Link
      to={conversationPath(id)}
      className={classes('qi', gone && 'gone')}
      aria-current={current ? 'true' : undefined}
      aria-label={t('row_waiting', { name, channel: kindName(channel_kind), waited, left })}
      aria-setsize={place?.size}
      aria-posinset={place?.position}
      data-row={id}
    >
      <ChannelTile kind={channel_kind} />
      <span className="qi-words">
        <span className="n">
          <span className="ell">{name}</span>
          <Priority priority={priority} />
        </span>
        <span className="d">
          <span className="ell">
            {gone && t('taken')}
            {!gone && offered_to && t('offered_to', { name: offered_to.name })}
            {!gone && !offered_to && [queue_name, context].filter(Boolean).join(' · ')}
          </span>
        </span>
      </span>
      <span className="r">
        <span className="num b qi-waited">{waited}</span>
        <ServiceTarget {...target} />
      </span>
    </Link>
  );
});
