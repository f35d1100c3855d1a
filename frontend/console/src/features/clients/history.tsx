import { useQuery } from '@tanstack/react-query';
import type { ConversationView } from '../../../../shared/api/views';
import { historyQuery } from '../../foundation/queries';
import { conversationPath, Link } from '../../shell';
import { Button, ChannelTile, EmptyState, Loading, SkeletonRows, Time } from '../../ui';
import { useTexts } from './texts';

/** The earlier conversations of the client of this one. */
export function useHistory({ id, client }: ConversationView) {
  const history = useQuery(historyQuery(client.id));
  return { ...history, earlier: (history.data ?? []).filter((view) => view.id !== id) };
}

function State({ view }: { view: ConversationView }) {
  const t = useTexts();
  if (view.state === 'closed') {
    if (view.rating !== null) {
      return t('ended_rated', { rating: view.rating });
    }
    return view.owner_name ? t('ended_by', { name: view.owner_name }) : t('ended');
  }
  return view.owner_name ? t('open_with', { name: view.owner_name }) : t('waiting');
}

/** Earlier conversations, each a link. */
export function HistoryList({ views }: { views: readonly ConversationView[] }) {
  return (
    <ul className="hist">
      {views.map((view) => (
        <li key={view.id}>
          <ChannelTile kind={view.channel_kind} size="s" />
          <div className="history-words">
            <Link className="ell m history-link" to={conversationPath(view.id)}>
              {view.subject ?? view.thread.last?.text ?? view.channel_name}
            </Link>
            <div className="sm t3 ell">
              <State view={view} />
            </div>
          </div>
          <span className="sm t3">
            <Time at={view.opened_at} style="day" />
          </span>
        </li>
      ))}
    </ul>
  );
}

export interface HistoryProps {
  conversation: ConversationView;
  /** How many to show; all when absent. */
  most?: number;
}

/** Loads and fails alone: the rest of the panel works without it. */
export function History({ conversation, most }: HistoryProps) {
  const t = useTexts();
  const { earlier, isPending, isError, refetch } = useHistory(conversation);
  if (isPending) {
    return (
      <Loading label={t('loading_history')}>
        <SkeletonRows count={2} />
      </Loading>
    );
  }
  if (isError) {
    return (
      <EmptyState
        icon="warning"
        title={t('history_failed')}
        action={
          <Button size="s" icon="refresh" onClick={() => refetch()}>
            {t('try_again')}
          </Button>
        }
      >
        {t('history_failed_hint')}
      </EmptyState>
    );
  }
  if (earlier.length === 0) {
    return <p className="t3">{t('no_history')}</p>;
  }
  return <HistoryList views={most ? earlier.slice(0, most) : earlier} />;
}
