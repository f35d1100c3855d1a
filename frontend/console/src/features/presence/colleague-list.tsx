import './colleagues.css';
import { useState } from 'react';
import { Button, EmptyState, Loading, SkeletonRows } from '../../ui';
import { ColleagueRow } from './colleague-row';
import { useTexts } from './texts';
import { useColleagues } from './use-colleagues';

/** All colleagues with their status, live. */
export function ColleagueList() {
  const t = useTexts();
  const { data = [], isPending, isError, refetch } = useColleagues();
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
