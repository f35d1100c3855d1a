import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { ColleagueView } from '../../../../shared/api/views';
import { useDesk } from '../../foundation/desk/context';
import { colleaguesQuery } from '../../foundation/queries';

/** Everybody who works for the company, as they are now. */
export function useColleagues() {
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
          const known = queries.getQueryData(colleaguesQuery.queryKey);
          if (known?.some(({ id }) => id === told.id)) {
            queries.setQueryData(
              colleaguesQuery.queryKey,
              known.map((one) => (one.id === told.id && told.version >= one.version ? told : one)),
            );
          } else {
            // New, or told while the list was on its way, which may have been read before.
            queries.invalidateQueries(colleaguesQuery);
          }
        },
      }),
    [store, queries],
  );
  return answer;
}
