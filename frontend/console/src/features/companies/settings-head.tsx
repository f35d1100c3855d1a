import type { Ref } from 'react';
import { Button } from '../../ui';

export interface SettingsHeadProps {
  title: string;
  hint?: string;
  /** The word on the button that adds one. */
  add: string;
  onAdd: () => void;
  /** The button, for focus that has nowhere else to go. */
  button?: Ref<HTMLButtonElement>;
}

/** The head of a section that lists things: what they are, and the button for a new one. */
export function SettingsHead({ title, hint, add, onAdd, button }: SettingsHeadProps) {
  return (
    <div className="row settings-title">
      <div className="grow">
        <h2>{title}</h2>
        {hint && <p className="t2">{hint}</p>}
      </div>
      <Button ref={button} look="primary" icon="plus" onClick={onAdd}>
        {add}
      </Button>
    </div>
  );
}
