import type { ComponentProps } from 'react';
import { classes } from './classes';
import { Field, type FieldProps } from './field';

export interface Option<Value extends string> {
  value: Value;
  label: string;
  disabled?: boolean;
}

export interface SelectProps<Value extends string>
  extends Omit<ComponentProps<'select'>, 'value' | 'onChange' | 'size' | 'children'> {
  options: readonly Option<Value>[];
  value: Value;
  onChange: (value: Value) => void;
  size?: 's' | 'm' | 'l';
}

/** The platform's own select: its keys, its type-ahead, and its wheel on phones. Name it with a label or `aria-label`. */
export function Select<Value extends string>({
  options,
  value,
  onChange,
  size = 'm',
  className,
  ...native
}: SelectProps<Value>) {
  return (
    <select
      {...native}
      className={classes('inp', size === 'l' && 'lg', size === 's' && 'small', className)}
      value={value}
      onChange={(event) => onChange(event.target.value as Value)}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value} disabled={option.disabled}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

export interface SelectFieldProps<Value extends string>
  extends SelectProps<Value>,
    Pick<FieldProps, 'label' | 'hint' | 'error' | 'besideLabel'> {}

export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
  const { label, hint, error, besideLabel, ...select } = props;
  return (
    <Field label={label} hint={hint} error={error} besideLabel={besideLabel}>
      {(ids) => <Select {...select} {...ids} />}
    </Field>
  );
}
