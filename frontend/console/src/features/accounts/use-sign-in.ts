import { useEffect, useState } from 'react';
import { Refusal, request } from '../../foundation/http';
import { navigate, refusalWords } from '../../shell';
import { texts } from './texts';

/** What the form says after a failed try. */
export interface SignInFault {
  words: string;
  /** When the next try is allowed, in milliseconds since 1970; only after too many. */
  until?: number;
}

/** Where to go afterwards: a path of the console that `?next=` names, else the workspace. */
export function pathAfterSignIn(search: string): string {
  const next = new URLSearchParams(search).get('next') ?? '/';
  return /^\/(?![/\\])/.test(next) ? next : '/';
}

export type SignInOutcome = 'in' | 'code' | 'failed';

function faultOf(failure: unknown): SignInFault {
  if (failure instanceof Refusal && failure.code === 'wrong_credentials') {
    return { words: texts('wrong_credentials') };
  }
  if (failure instanceof Refusal && failure.code === 'wrong_one_time_code') {
    return { words: texts('wrong_one_time_code') };
  }
  if (failure instanceof Refusal && failure.status === 429) {
    return { words: texts('too_many_tries'), until: Date.now() + (failure.retry_after ?? 30) * 1000 };
  }
  return { words: refusalWords(failure) };
}

/** Signs in and goes on; tells when it runs and why it failed. */
export function useSignIn() {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<SignInFault>();
  const signIn = async (email: string, password: string, code?: string): Promise<SignInOutcome> => {
    setBusy(true);
    setFault(undefined);
    try {
      const step = code ? { one_time_code: code } : {};
      await request('POST', '/sign-in', { body: { email: email.trim(), password, ...step } });
    } catch (failure) {
      if (failure instanceof Refusal && failure.code === 'one_time_code_required') {
        return 'code';
      }
      setFault(faultOf(failure));
      return 'failed';
    } finally {
      setBusy(false);
    }
    navigate(pathAfterSignIn(window.location.search), { replace: true });
    return 'in';
  };
  return { signIn, busy, fault };
}

/** A Hovor without a company is set up first. */
export function useSetUpFirst(): void {
  useEffect(() => {
    const leave = new AbortController();
    request<{ needed: boolean }>('GET', '/set-up', { signal: leave.signal })
      .then(({ needed }) => needed && navigate('/set-up', { replace: true }))
      // Without an answer one may still try to sign in, which says what is wrong.
      .catch(() => undefined);
    return () => leave.abort();
  }, []);
}
