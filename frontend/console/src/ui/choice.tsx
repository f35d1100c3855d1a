import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { Icon, type IconName } from './icon';

export interface CheckboxProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  name?: string;
  children: ReactNode;
}

export function Checkbox({ checked, onChange, name, children }: CheckboxProps) {
  return (
    <label className="ck">
      <input
        type="checkbox"
        name={name}
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>{children}</span>
    </label>
  );
}

export interface SegmentedProps<Value extends string> {
  label?: string;
  labelledBy?: string;
  options: readonly { value: Value; label: string; icon?: IconName }[];
  value: Value;
  onChange: (value: Value) => void;
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** A few choices side by side of which one holds (a radio group): arrows move the choice. */
export function Segmented<Value extends string>({
  label,
  labelledBy,
  options,
  value,
  onChange,
}: SegmentedProps<Value>) {
  const group = useRef<HTMLSpanElement>(null);
  const move = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) {
      return;
    }
    event.preventDefault();
    const place = options.findIndex((option) => option.value === value);
    const next = (place + step + options.length) % options.length;
    const chosen = options[next];
    if (chosen) {
      onChange(chosen.value);
      group.current?.querySelectorAll<HTMLElement>('[role=radio]')[next]?.focus();
    }
  };
  return (
    <span
      className="seg"
      role="radiogroup"
      aria-label={label}
      aria-labelledby={labelledBy}
      ref={group}
      onKeyDown={move}
    >
      {options.map((option) => (
        // biome-ignore lint/a11y/useSemanticElements: a radio that looks like a button, as the design draws it
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={option.value === value}
          tabIndex={option.value === value ? 0 : -1}
          onClick={() => onChange(option.value)}
        >
          {option.icon && <Icon name={option.icon} size="s" />}
          {option.label}
        </button>
      ))}
    </span>
  );
}
