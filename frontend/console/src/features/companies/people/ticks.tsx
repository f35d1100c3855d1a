import { Checkbox } from '../../../ui';
import { type Named, ticked } from './people';

export interface TicksProps {
  legend: string;
  all: readonly Named[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

/** One box for each of a list; nothing at all when the list is empty. */
export function Ticks({ legend, all, chosen, onChange }: TicksProps) {
  if (all.length === 0) {
    return null;
  }
  return (
    <fieldset className="settings-people">
      <legend className="lbl">{legend}</legend>
      {all.map(({ id, name }) => (
        <Checkbox key={id} checked={chosen.includes(id)} onChange={(on) => onChange(ticked(chosen, id, on))}>
          {name}
        </Checkbox>
      ))}
    </fieldset>
  );
}
