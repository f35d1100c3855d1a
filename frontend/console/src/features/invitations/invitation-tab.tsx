import './invitations.css';
import { useState } from 'react';
import type { InvitationView } from '../../../../shared/api/invitation-view';
import { refusalWords } from '../../shell';
import { Button, EmptyState, Loading, Segmented, SkeletonRows } from '../../ui';
import { InvitationRow } from './invitation-row';
import { useInvitations } from './invitations';
import { NewInvitationForm } from './new-invitation';
import { useTexts } from './texts';

type Filter = 'all' | 'active';

interface ListProps {
  list: readonly InvitationView[];
  filter: Filter;
  created: string | null;
}

function List({ list, filter, created }: ListProps) {
  const t = useTexts();
  const shown = filter === 'all' ? list : list.filter(({ state }) => state === 'active');
  if (shown.length === 0) {
    return <EmptyState icon="invitation" title={t(list.length === 0 ? 'none' : 'none_active')} />;
  }
  return (
    <ul>
      {shown.map((invitation) => (
        <InvitationRow key={invitation.id} invitation={invitation} shown={invitation.id === created} />
      ))}
    </ul>
  );
}

/** Making invitations, and the operator's own ones with their states, live. */
export function InvitationTab() {
  const t = useTexts();
  const { data, isError, error, refetch } = useInvitations();
  const [filter, setFilter] = useState<Filter>('all');
  const [created, setCreated] = useState<string | null>(null);
  return (
    <div className="invitations">
      <NewInvitationForm onCreated={setCreated} />
      <section className="card" aria-labelledby="your-invitations">
        <div className="h">
          <h3 id="your-invitations">{t('yours')}</h3>
          {data && <span className="cnt">{data.length}</span>}
          <span className="end">
            <Segmented
              label={t('filter')}
              options={[
                { value: 'all', label: t('all') },
                { value: 'active', label: t('active_only') },
              ]}
              value={filter}
              onChange={setFilter}
            />
          </span>
        </div>
        {data && <List list={data} filter={filter} created={created} />}
        {!data && isError && (
          <EmptyState
            icon="warning"
            title={t('not_loaded')}
            action={
              <Button icon="refresh" onClick={() => void refetch()}>
                {t('try_again')}
              </Button>
            }
          >
            {refusalWords(error)}
          </EmptyState>
        )}
        {!data && !isError && (
          <Loading label={t('loading')}>
            <SkeletonRows />
          </Loading>
        )}
      </section>
    </div>
  );
}
