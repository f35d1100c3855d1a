import { type ComponentProps, type ReactNode, useId, useState } from 'react';
import { classes } from './classes';
import { Icon } from './icon';
import { useTexts } from './texts';

/** What a control needs so that label, hint and error belong to it. */
export interface FieldIds {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

export interface FieldProps {
  label: ReactNode;
  /** Below the control; an error takes its place. */
  hint?: ReactNode;
  /** Says how to put it right. */
  error?: string | null | undefined;
  /** At the end of the label's line, for example a link. */
  besideLabel?: ReactNode;
  className?: string;
  children: (ids: FieldIds) => ReactNode;
}

/** Label above, hint below, the error in the hint's place; all linked with the control. */
export function Field({ label, hint, error, besideLabel, className, children }: FieldProps) {
  const id = useId();
  const below = `${id}-below`;
  const ids: FieldIds = {
    id,
    'aria-describedby': hint || error ? below : undefined,
    'aria-invalid': error ? true : undefined,
  };
  const name = <label htmlFor={id}>{label}</label>;
  return (
    <div className={classes('field', className)}>
      {besideLabel ? (
        <span className="row lbl">
          <span className="grow">{name}</span>
          {besideLabel}
        </span>
      ) : (
        name
      )}
      {children(ids)}
      {error ? (
        <span className="err" id={below}>
          <Icon name="warning" size="xs" />
          {error}
        </span>
      ) : (
        hint && (
          <span className="hint" id={below}>
            {hint}
          </span>
        )
      )}
    </div>
  );
}

type FieldWords = Pick<FieldProps, 'label' | 'hint' | 'error' | 'besideLabel'>;

export interface TextFieldProps
  extends FieldWords,
    Omit<ComponentProps<'input'>, 'size' | 'onChange' | 'value'> {
  value: string;
  onChange: (value: string) => void;
  /** Large on sign-in and set-up. */
  large?: boolean;
}

export function TextField({
  label,
  hint,
  error,
  besideLabel,
  large,
  onChange,
  className,
  ...input
}: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} besideLabel={besideLabel}>
      {(ids) => (
        <input
          {...input}
          {...ids}
          className={classes('inp', large && 'lg', className)}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

export interface TextAreaProps extends FieldWords, Omit<ComponentProps<'textarea'>, 'onChange' | 'value'> {
  value: string;
  onChange: (value: string) => void;
}

export function TextArea({ label, hint, error, besideLabel, onChange, className, ...area }: TextAreaProps) {
  return (
    <Field label={label} hint={hint} error={error} besideLabel={besideLabel}>
      {(ids) => (
        <textarea
          {...area}
          {...ids}
          className={classes('inp', className)}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

export interface PasswordFieldProps extends Omit<TextFieldProps, 'type'> {}

/** A password that can be looked at. */
export function PasswordField({
  label,
  hint,
  error,
  besideLabel,
  large,
  onChange,
  ...input
}: PasswordFieldProps) {
  const t = useTexts();
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} hint={hint} error={error} besideLabel={besideLabel}>
      {(ids) => (
        <div className="inwrap with-button">
          <input
            {...input}
            {...ids}
            type={shown ? 'text' : 'password'}
            className={classes('inp', large && 'lg')}
            onChange={(event) => onChange(event.target.value)}
          />
          <button
            type="button"
            className="ib"
            aria-label={t('show_password')}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          >
            <Icon name="eye" />
          </button>
        </div>
      )}
    </Field>
  );
}
