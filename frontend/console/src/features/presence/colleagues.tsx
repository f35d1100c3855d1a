import './colleagues.css';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { ColleagueView } from '../../../../shared/api/views';
import { useDesk } from '../../foundation/desk/context';
import { colleaguesQuery } from '../../foundation/queries';
import { useCommands } from '../../shell';
import { Button, Dialog, EmptyState, Loading, SkeletonRows } from '../../ui';
import { ColleagueRow } from './colleague-row';
import { texts, useTexts } from './texts';

const listeners = new Set<() => void>();
let isOpen = false;

function show(open: boolean): void {
  isOpen = open;
  for (const listener of listeners) {
    listener();
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

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

function List() {
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

/** Opens the list of colleagues. */
export function ColleaguesButton() {
  const t = useTexts();
  return (
    <Button icon="users" onClick={() => show(true)}>
      {t('colleagues')}
    </Button>
  );
}

/** The list of colleagues, opened by its button and from the palette; supervisors set there what others are. */
export function Colleagues() {
  const t = useTexts();
  const open = useSyncExternalStore(subscribe, () => isOpen);
  useCommands({
    id: 'presence.colleagues',
    heading: () => texts('colleagues'),
    commands: () => [
      {
        id: 'presence.colleagues',
        words: texts('show_colleagues'),
        icon: 'users',
        run: () => show(true),
      },
    ],
  });
  return (
    <Dialog open={open} onClose={() => show(false)} title={t('colleagues')} width={600}>
      <List />
    </Dialog>
  );
}
