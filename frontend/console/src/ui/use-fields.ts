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

/**
 * The values of a form's text fields. A field is judged when it is left and when the form is sent, never
 * while one types in it.
 */
export function useFields<Name extends string>(
  initial: Readonly<Record<Name, string>>,
  rules: Readonly<Partial<Record<Name, Rule>>>,
) {
  const [values, setValues] = useState(initial);
  const [faults, setFaults] = useState<Faults<Name>>({});
  const judge = (name: Name) => rules[name]?.(values[name]) ?? null;
  const bind = (name: Name): BoundField => ({
    name,
    value: values[name],
    onChange: (value) => {
      setValues((before) => ({ ...before, [name]: value }));
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
  return { values, bind, check, setFaults };
}
