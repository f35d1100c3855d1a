import { useQuery } from '@tanstack/react-query';
import type { ConversationView } from '../../../../shared/api/views';
import { useDesk } from '../../foundation/desk/context';
import { clientQuery } from '../../foundation/queries';
import { Avatar, Time } from '../../ui';
import { languageName, nameIn } from './client-name';
import { InPlace } from './in-place';
import { type ClientField, saveClient } from './save-client';
import { useTexts } from './texts';

function Since({ clientId }: { clientId: string }) {
  const t = useTexts();
  const { data } = useQuery(clientQuery(clientId));
  return (
    <div className="sm t3 client-since">
      {data && t.rich('client_since', { date: <Time at={data.client.created_at} style="day" /> })}
    </div>
  );
}

/** Who the client is; every detail is edited where it stands. */
export function Details({ conversation }: { conversation: ConversationView }) {
  const t = useTexts();
  const desk = useDesk();
  const { client } = conversation;
  const name = nameIn(conversation);
  const save = (field: ClientField) => (value: string) => saveClient(desk, client, field, value);
  return (
    <section className="sect" aria-label={t('details')}>
      <div className="row g5 client-head">
        <Avatar name={name} colourBy={client.id} size="l" />
        <div className="grow">
          <InPlace
            className="client-name b"
            label={t('name')}
            value={client.name ?? ''}
            empty={name}
            save={save('name')}
          />
          <Since clientId={client.id} />
        </div>
      </div>
      <dl className="kv">
        <dt>{t('email')}</dt>
        <dd>
          <InPlace
            label={t('email')}
            type="email"
            value={client.email ?? ''}
            empty={t('not_known')}
            save={save('email')}
          />
        </dd>
        <dt>{t('phone')}</dt>
        <dd>
          <InPlace
            className="num"
            label={t('phone')}
            type="tel"
            value={client.phone ?? ''}
            empty={t('not_known')}
            save={save('phone')}
          />
        </dd>
        <dt>{t('language')}</dt>
        <dd>
          <InPlace
            label={t('language')}
            value={client.language ?? ''}
            shown={client.language ? languageName(client.language) : ''}
            empty={conversation.language ? languageName(conversation.language) : t('not_known')}
            save={save('language')}
          />
        </dd>
        {conversation.client_online !== null && (
          <>
            <dt>{t('on_page')}</dt>
            <dd>{conversation.client_online ? t('here_now') : t('not_here')}</dd>
          </>
        )}
      </dl>
    </section>
  );
}
