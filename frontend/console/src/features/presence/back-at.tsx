import { useId } from 'react';
import { now, Select } from '../../ui';
import { useTexts } from './texts';

/** Minutes from now, a time of the day ("14:30"), or nothing. */
export type BackAtChoice =
  | { readonly kind: 'none' }
  | { readonly kind: 'minutes'; readonly minutes: number }
  | { readonly kind: 'time'; readonly time: string };

export const NO_REMINDER: BackAtChoice = { kind: 'none' };
const MINUTES = [15, 30, 60] as const;
const TIME = 'time';

/** The moment that is meant: a time of the day that has passed is tomorrow's. */
export function backAtInstant(choice: BackAtChoice, at: number = now()): string | null {
  if (choice.kind === 'none') {
    return null;
  }
  if (choice.kind === 'minutes') {
    return new Date(at + choice.minutes * 60_000).toISOString();
  }
  const [hours, minutes] = choice.time.split(':').map(Number);
  if (hours === undefined || minutes === undefined || Number.isNaN(hours + minutes)) {
    return null;
  }
  const moment = new Date(at);
  moment.setHours(hours, minutes, 0, 0);
  if (moment.getTime() <= at) {
    moment.setDate(moment.getDate() + 1);
  }
  return moment.toISOString();
}

function optionOf(choice: BackAtChoice): string {
  return choice.kind === 'minutes' ? String(choice.minutes) : choice.kind;
}

function choiceOf(value: string): BackAtChoice {
  if (value === TIME) {
    return { kind: 'time', time: '' };
  }
  return value === 'none' ? NO_REMINDER : { kind: 'minutes', minutes: Number(value) };
}

export interface BackAtProps {
  choice: BackAtChoice;
  onChange: (choice: BackAtChoice) => void;
  /** Enter in the field of the time. */
  onDone: () => void;
}

/** When the operator means to be back: a reminder that colleagues see. It changes no status. */
export function BackAt({ choice, onChange, onDone }: BackAtProps) {
  const t = useTexts();
  const id = useId();
  const options = [
    { value: 'none', label: t('no_reminder') },
    ...MINUTES.map((minutes) => ({ value: String(minutes), label: t('in_minutes', { minutes }) })),
    { value: TIME, label: t('at_a_time') },
  ];
  return (
    <div className="row status-option">
      <label className="grow" htmlFor={id}>
        {t('back_at')}
        <span className="sm t3 block">{t('back_at_hint')}</span>
      </label>
      <Select
        id={id}
        size="s"
        className="status-back-at"
        options={options}
        value={optionOf(choice)}
        onChange={(value) => onChange(choiceOf(value))}
      />
      {choice.kind === 'time' && (
        <input
          className="inp small"
          type="time"
          aria-label={t('back_at_time')}
          value={choice.time}
          onChange={(event) => onChange({ kind: 'time', time: event.target.value })}
          onKeyDown={(event) => event.key === 'Enter' && onDone()}
        />
      )}
    </div>
  );
}
