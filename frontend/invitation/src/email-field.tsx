import { Field } from './frame';
import { words } from './texts';

const ADDRESS = /^[^@\s]+@[^@\s]+\.[^@\s.]{2,}$/;

export const isAddress = (text: string) => ADDRESS.test(text.trim());

interface Props {
  value: string;
  wrong: boolean;
  onInput: (value: string) => void;
}

export function EmailField({ value, wrong, onInput }: Props) {
  return (
    <Field id="email" label={words('email')} error={wrong ? words('write_email') : null}>
      {(described) => (
        <input
          {...described}
          type="email"
          autocomplete="email"
          maxLength={254}
          value={value}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
