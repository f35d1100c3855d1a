/** One question and its answer. */
import type { StartField } from './contract';
import { say, type TextKey } from './texts';

const INPUT_MODE = { name: 'text', email: 'email', phone: 'tel' } as const;
const AUTOCOMPLETE = { name: 'name', email: 'email', phone: 'tel' } as const;

/** What is wrong with a value, in the visitor's words; null when it may be sent. */
export function mistake(field: StartField, value: string): TextKey | null {
  if (value.trim() === '') {
    return field.required ? 'required' : null;
  }
  return field.name === 'email' && !/^[^@\s]+@[^@\s]+\.[^@\s.]{2,}$/.test(value.trim()) ? 'badEmail' : null;
}

export function Problem({ id, error }: { id: string; error: TextKey | null }) {
  return error ? (
    <span class="error" id={id}>
      {say(error)}
    </span>
  ) : null;
}

interface Props {
  field: StartField;
  value: string;
  error: TextKey | null;
  onChange: (value: string) => void;
}

export function Field({ field, value, error, onChange }: Props) {
  const id = `problem-${field.name}`;
  return (
    <label>
      {say(field.name)} {!field.required && <em>{say('optional')}</em>}
      <input
        inputMode={INPUT_MODE[field.name]}
        autocomplete={AUTOCOMPLETE[field.name]}
        value={value}
        maxLength={200}
        aria-invalid={error !== null}
        aria-describedby={error ? id : undefined}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
      <Problem id={id} error={error} />
    </label>
  );
}

export function Privacy({ url }: { url: string | null }) {
  return url ? (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {say('privacy')}
    </a>
  ) : null;
}
