import './colleagues.css';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ColleagueView } from '../../../../shared/api/views';
import { useDesk } from '../../foundation/desk/context';
import { colleaguesQuery } from '../../foundation/queries';
import { Button, EmptyState, Loading, SkeletonRows } from '../../ui';
import { ColleagueRow } from './colleague-row';
import { useTexts } from './texts';

/** Everybody who works for the company now, as they are now. */
function useColleagues() {
  const { store } = useDesk();
  const queries = useQueryClient();
  const answer = useQuery(colleaguesQuery);
  useEffect(
    () =>
      store.hear({
        onEvent: ({ event, data }) => {
          if (event !== 'operator.changed') {
            return;
          }
          const told = data as ColleagueView;
          queries.setQueryData(colleaguesQuery.queryKey, (known) =>
            known?.map((one) => (one.id === told.id && told.version >= one.version ? told : one)),
          );
        },
      }),
    [store, queries],
  );
  return answer;
}

/** All colleagues with their status, live. */
export function ColleagueList() {
  const t = useTexts();
  const { data, isPending, isError, refetch } = useColleagues();
  const [opened, setOpened] = useState<string | null>(null);
  if (isPending) {
    return (
      <Loading label={t('colleagues')}>
        <SkeletonRows count={4} />
      </Loading>
    );
  }
  if (isError) {
    return (
      <EmptyState
        icon="warning"
        title={t('colleagues_failed')}
        action={<Button onClick={() => refetch()}>{t('try_again')}</Button>}
      />
    );
  }
  return (
    <ul className="colleagues">
      {data
        .filter(({ active }) => active)
        .map((colleague) => (
          <ColleagueRow
            key={colleague.id}
            colleague={colleague}
            opened={opened === colleague.id}
            onToggle={() => setOpened(opened === colleague.id ? null : colleague.id)}
          />
        ))}
    </ul>
  );
}
