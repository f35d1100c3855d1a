import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { ColleagueView, Id } from '../../../../shared/api/views';
import { useDesk } from '../../foundation/desk/context';
import { colleaguesQuery } from '../../foundation/queries';

type Told = ReadonlyMap<Id, ColleagueView>;
const NOTHING: Told = new Map();

/** The list with what events have told since: it may have been read before them, and come after. */
export function withTold(list: readonly ColleagueView[], told: Told): readonly ColleagueView[] {
  const newest = (one: ColleagueView) => {
    const other = told.get(one.id);
    return other && other.version >= one.version ? other : one;
  };
  const known = new Set(list.map(({ id }) => id));
  const come = [...told.values()].filter(({ id }) => !known.has(id));
  return [...list.map(newest), ...come].filter(({ active }) => active);
}

/** Everybody who works for the company, as they are now. */
export function useColleagues() {
  const { store } = useDesk();
  const answer = useQuery(colleaguesQuery);
  const [told, setTold] = useState(NOTHING);
  useEffect(
    () =>
      store.hear({
        onEvent: ({ event, data }) => {
          if (event === 'operator.changed') {
            const view = data as ColleagueView;
            setTold((before) => new Map(before).set(view.id, view));
          }
        },
      }),
    [store],
  );
  const data = useMemo(() => answer.data && withTold(answer.data, told), [answer.data, told]);
  return { ...answer, data };
}
