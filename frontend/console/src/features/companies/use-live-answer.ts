import { useCallback, useEffect, useRef } from 'react';
import { useDesk, useWorkspace } from '../../foundation/desk/context';
import { request } from '../../foundation/http';
import { type Answered, useAnswer } from '../../shell';

export interface LiveAnswered<Answer> extends Answered<Answer> {
  /** Asks again without a word: what is shown stays until there is something newer. */
  refresh: () => void;
}

/** Asks the server, and again without a word whenever one of these events says that the answer is old. */
export function useLiveAnswer<Answer>(path: string, kinds: readonly string[]): LiveAnswered<Answer> {
  const answered = useAnswer<Answer>(path);
  const { store } = useDesk();
  const generation = useWorkspace((workspace) => workspace.generation);
  const first = useRef(generation);
  const asked = useRef(0);
  const { replace } = answered;
  const anew = useRef(() => {});
  anew.current = () => {
    asked.current += 1;
    const round = asked.current;
    request<Answer>('GET', path).then(
      (answer) => round === asked.current && replace(answer),
      // What is shown stays until there is something newer.
      () => undefined,
    );
  };
  const heard = kinds.join(' ');
  useEffect(
    () =>
      store.hear({
        onEvent: ({ event }) => {
          if (heard.split(' ').includes(event.split('.')[0] ?? '')) {
            anew.current();
          }
        },
      }),
    [store, heard],
  );
  useEffect(() => {
    if (generation !== first.current) {
      anew.current();
    }
  }, [generation]);
  const refresh = useCallback(() => anew.current(), []);
  return { ...answered, refresh };
}
