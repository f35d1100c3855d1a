import { type ReactNode, useEffect, useRef } from 'react';
import { Button, IconButton } from '../../../ui';

export interface RowsProps<Row> {
  legend: string;
  hint: string;
  rows: readonly Row[];
  onChange: (rows: readonly Row[]) => void;
  /** The name of a row, and of the button that takes it away; they count from 1. */
  name: (number: number) => string;
  removeName: (number: number) => string;
  /** The word on the button that adds one, and what it adds. */
  add: string;
  fresh: Row;
  /** The fields of one row, and where among them the button stands that takes it away. */
  children: (row: Row, put: (changes: Partial<Row>) => void, remove: ReactNode) => ReactNode;
}

const CONTROL = 'input, select, textarea';

/** Several of the same, each with its fields. Focus goes to what was added, and after a removal to the button for more. */
export function Rows<Row>(props: RowsProps<Row>) {
  const { legend, hint, rows, onChange, name, removeName, add, fresh, children } = props;
  const box = useRef<HTMLFieldSetElement>(null);
  const more = useRef<HTMLButtonElement>(null);
  const done = useRef<'added' | 'removed'>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows on the screen are others now
  useEffect(() => {
    if (done.current === 'added') {
      const last = [...(box.current?.querySelectorAll(':scope > fieldset') ?? [])].at(-1);
      last?.querySelector<HTMLElement>(CONTROL)?.focus();
    } else if (done.current === 'removed') {
      more.current?.focus();
    }
    done.current = undefined;
  }, [rows.length]);
  const change = (next: readonly Row[], what: 'added' | 'removed') => {
    done.current = what;
    onChange(next);
  };
  const removeAt = (place: number) =>
    change(
      rows.filter((_, at) => at !== place),
      'removed',
    );
  return (
    <fieldset className="routing-rows" ref={box}>
      <legend className="lbl">{legend}</legend>
      <p className="sm t3">{hint}</p>
      {rows.map((row, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows have no names and never change their places
        <fieldset className="routing-row" key={place}>
          <legend className="sr">{name(place + 1)}</legend>
          {children(
            row,
            (changes) => onChange(rows.map((one, at) => (at === place ? { ...one, ...changes } : one))),
            <IconButton icon="trash" label={removeName(place + 1)} onClick={() => removeAt(place)} />,
          )}
        </fieldset>
      ))}
      <div>
        <Button ref={more} size="s" icon="plus" onClick={() => change([...rows, fresh], 'added')}>
          {add}
        </Button>
      </div>
    </fieldset>
  );
}
