import type { ReactNode } from 'react';
import { Refusal } from '../../foundation/http';
import { refusalWords } from '../../shell';
import { TextField, useFields } from '../../ui';
import { DialogForm, type DialogFormProps } from './dialog-form';
import { useTexts } from './texts';

export interface NamedFormProps extends Pick<DialogFormProps, 'onClose'> {
  /** As it is stored; null for a new thing. */
  name: string | null;
  label: string;
  hint?: string;
  /** What the field says when it is empty. */
  missing: string;
  /** The same when another thing has this name. */
  taken?: string;
  /** In characters. */
  longest?: number;
  /** Stores it under this name, and goes on. */
  save: (name: string, keyFor: (body: unknown) => string) => Promise<void>;
  /** What else is set of it. */
  children?: ReactNode;
}

/** The form of something that is there once by its name. */
export function NamedForm(props: NamedFormProps) {
  const { name, label, hint, missing, taken, longest = 80, save, onClose, children } = props;
  const t = useTexts();
  const rules = { name: (value: string) => (value.trim() ? null : missing) };
  const { values, bind, check, setFaults } = useFields({ name: name ?? '' }, rules);
  const faultOf = (failure: unknown) => {
    if (taken && failure instanceof Refusal && failure.code === 'name_taken') {
      setFaults({ name: taken });
      return;
    }
    return refusalWords(failure);
  };
  return (
    <DialogForm
      check={() => check(['name'])}
      save={(keyFor) => save(values.name.trim(), keyFor)}
      faultOf={faultOf}
      action={t(name === null ? 'add' : 'save')}
      onClose={onClose}
    >
      <TextField label={label} hint={hint} maxLength={longest} {...bind('name')} />
      {children}
    </DialogForm>
  );
}
