import { useState } from 'react';

type Faults<Name extends string> = Partial<Record<Name, string | null>>;

/** Says what is wrong with a value and how to put it right; null when nothing is. */
export type Rule = (value: string) => string | null;

/** What one text field of the kit is given. */
export interface BoundField {
  name: string;
  value: string;
  onChange: (value: string) => void;
  onBlur: () => void;
  error: string | null;
}

/** The draft after what it started from became something else: what was not touched follows, the rest stays. */
export function followed<Draft extends object>(draft: Draft, before: Draft, now: Draft): Draft {
  const touched = (Object.keys(draft) as (keyof Draft)[]).filter(
    (name) => JSON.stringify(draft[name]) !== JSON.stringify(before[name]),
  );
  return Object.assign({}, now, ...touched.map((name) => ({ [name]: draft[name] })));
}

/**
 * A draft of something that others may change meanwhile. Their changes appear in it at once, except where one has
 * begun to change the same.
 */
export function useDraft<Draft extends object>(current: Draft) {
  const [base, setBase] = useState(current);
  const [draft, setDraft] = useState(current);
  if (JSON.stringify(base) !== JSON.stringify(current)) {
    setBase(current);
    setDraft(followed(draft, base, current));
  }
  const change = (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes }));
  return [draft, change] as const;
}

/**
 * The values of a form's text fields; what others change meanwhile follows, see `useDraft`. A field is judged when
 * it is left and when the form is sent, never while one types in it.
 */
export function useFields<Name extends string>(
  initial: Readonly<Record<Name, string>>,
  rules: Readonly<Partial<Record<Name, Rule>>>,
) {
  const [values, put] = useDraft<Record<Name, string>>(initial);
  const [faults, setFaults] = useState<Faults<Name>>({});
  const judge = (name: Name) => rules[name]?.(values[name]) ?? null;
  const bind = (name: Name): BoundField => ({
    name,
    value: values[name],
    onChange: (value) => {
      put({ [name]: value } as Partial<Record<Name, string>>);
      setFaults((before) => ({ ...before, [name]: null }));
    },
    onBlur: () => setFaults((before) => ({ ...before, [name]: values[name] ? judge(name) : null })),
    error: faults[name] ?? null,
  });
  /** Judges these fields, shows what is wrong, and gives the first that is wrong. */
  const check = (names: readonly Name[]): Name | undefined => {
    const found = Object.fromEntries(names.map((name) => [name, judge(name)])) as Faults<Name>;
    setFaults((before) => ({ ...before, ...found }));
    return names.find((name) => found[name]);
  };
  return { values, bind, check, setFaults, put };
}
