import { createElement, Fragment, type ReactNode, useMemo, useSyncExternalStore } from 'react';
import { chooseForm, fill, format, type Values } from './messages';
import { messageOf, type Spoken, spokenNow, whenLanguageChanges } from './texts';

/** Gives texts of one part by their keys, which the compiler checks against the English catalogue. */
export interface Texts<Key extends string> {
  (key: Key, values?: Values): string;
  /** The same for places filled with elements, for example a key cap in the middle of a sentence. */
  rich: (key: Key, values: Readonly<Record<string, ReactNode>>) => ReactNode;
}

function makeTexts<Key extends string>(part: string, read: () => Spoken): Texts<Key> {
  const texts = (key: Key, values?: Values) => format(messageOf(read(), part, key), read().language, values);
  const rich = (key: Key, values: Readonly<Record<string, ReactNode>>) => {
    const { count } = values;
    const message = messageOf(read(), part, key);
    const form = chooseForm(message, read().language, typeof count === 'number' ? count : undefined);
    return createElement(Fragment, null, ...fill<ReactNode>(form, values));
  };
  return Object.assign(texts, { rich });
}

/**
 * The texts of one part of the product: a hook for components, which follows a change of language,
 * and a plain function for everything that asks at the moment of use (toasts, commands).
 */
export function textsOf<Catalogue extends object>(part: string) {
  type Key = Extract<keyof Catalogue, string>;
  const texts = makeTexts<Key>(part, spokenNow);
  function useTexts(): Texts<Key> {
    const spoken = useSyncExternalStore(whenLanguageChanges, spokenNow);
    return useMemo(() => makeTexts<Key>(part, () => spoken), [spoken]);
  }
  return { texts, useTexts };
}
