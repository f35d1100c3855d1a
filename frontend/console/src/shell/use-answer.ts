import { useCallback, useEffect, useState } from 'react';
import { request } from '../foundation/http';

/** What the server gave to a GET; both absent while it has not answered yet. */
export interface Answered<Answer> {
  answer: Answer | undefined;
  failure: unknown;
  /** Asks again. */
  again: () => void;
  /** Puts in its place what a change gave back. */
  replace: (answer: Answer) => void;
}

/**
 * Asks the server once, for screens that do not follow the live stream, and again for each other `version`; the
 * last answer stays meanwhile.
 */
export function useAnswer<Answer>(path: string, version = 0): Answered<Answer> {
  const [state, setState] = useState<{ answer?: Answer; failure?: unknown }>({});
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks again
  useEffect(() => {
    const leave = new AbortController();
    request<Answer>('GET', path, { signal: leave.signal }).then(
      (answer) => setState({ answer }),
      (failure) => !leave.signal.aborted && setState({ failure }),
    );
    return () => leave.abort();
  }, [path, round, version]);
  const again = useCallback(() => {
    setState({});
    setRound((before) => before + 1);
  }, []);
  const replace = useCallback((answer: Answer) => setState({ answer }), []);
  return { answer: state.answer, failure: state.failure, again, replace };
}
