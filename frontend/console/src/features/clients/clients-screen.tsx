import './clients-screen.css';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ClientView, Id, Page } from '../../../../shared/api/views';
import { request } from '../../foundation/http';
import { clientQuery, historyQuery } from '../../foundation/queries';
import { Link, Pane } from '../../shell';
import { Avatar, EmptyState, Loading, SkeletonRows, Time } from '../../ui';
import { clientName, languageName } from './client-name';
import { HistoryList } from './history';
import { useTexts } from './texts';

function useClients(words: string) {
  return useQuery({
    queryKey: ['clients', words],
    queryFn: ({ signal }) =>
      request<Page<ClientView>>('GET', `/clients?limit=50&q=${encodeURIComponent(words)}`, { signal }),
    placeholderData: (before) => before,
  });
}

function Results({ words }: { words: string }) {
  const t = useTexts();
  const { data, isPending, isError } = useClients(words);
  if (isPending) {
    return (
      <Loading label={t('loading_clients')}>
        <SkeletonRows count={4} />
      </Loading>
    );
  }
  if (isError) {
    return <EmptyState icon="warning" title={t('clients_failed')} />;
  }
  if (data.items.length === 0) {
    return <EmptyState icon="clients" title={t('no_clients')} />;
  }
  return (
    <ul className="card client-list">
      {data.items.map((client) => (
        <li key={client.id}>
          <Link className="qi" to={`/clients/${encodeURIComponent(client.id)}`}>
            <Avatar name={clientName(client)} colourBy={client.id} />
            <span className="history-words">
              <span className="m ell mi-words">{clientName(client)}</span>
              <span className="sm t3 ell mi-words">
                {[client.email, client.phone].filter(Boolean).join(' · ')}
              </span>
            </span>
            <span className="sm t3">
              <Time at={client.created_at} style="day" />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function OneClient({ clientId }: { clientId: Id }) {
  const t = useTexts();
  const { data, isError } = useQuery(clientQuery(clientId));
  const history = useQuery(historyQuery(clientId));
  if (isError) {
    return <EmptyState icon="warning" title={t('clients_failed')} />;
  }
  if (!data) {
    return null;
  }
  const { client } = data;
  return (
    <>
      <p>
        <Link to="/clients">{t('all_clients')}</Link>
      </p>
      <section className="card one-client" aria-label={clientName(client)}>
        <div className="row g5 client-head">
          <Avatar name={clientName(client)} colourBy={client.id} size="l" />
          <h2>{clientName(client)}</h2>
        </div>
        <dl className="kv">
          <dt>{t('email')}</dt>
          <dd>{client.email ?? t('not_known')}</dd>
          <dt>{t('phone')}</dt>
          <dd>{client.phone ?? t('not_known')}</dd>
          <dt>{t('language')}</dt>
          <dd>{client.language ? languageName(client.language) : t('not_known')}</dd>
        </dl>
        <h3>{t('conversations')}</h3>
        {history.data && history.data.length > 0 ? (
          <HistoryList views={history.data} />
        ) : (
          <p className="t3">{t('no_history')}</p>
        )}
      </section>
    </>
  );
}

/** The directory of clients: search, and one client with the conversations that this operator may see. */
export function ClientsScreen({ clientId }: { clientId: Id | null }) {
  const t = useTexts();
  const [words, setWords] = useState('');
  return (
    <Pane as="main" id="main" className="main home-main" label={t('clients')}>
      <div className="scroll">
        <div className="page">
          {clientId ? (
            <OneClient clientId={clientId} />
          ) : (
            <>
              <input
                className="inp lg client-search"
                type="search"
                aria-label={t('search_clients')}
                placeholder={t('search_clients')}
                value={words}
                onChange={(event) => setWords(event.target.value)}
              />
              <Results words={words.trim()} />
            </>
          )}
        </div>
      </div>
    </Pane>
  );
}
