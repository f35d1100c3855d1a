import { Checkbox, SelectField, TextField } from '../../../ui';
import type { Named } from '../people/people';
import { useTexts } from '../texts';
import type { Overflow } from './routing';

/** As it is typed: seconds as text, and no queue for none. */
export interface OverflowDraft {
  readonly to: string;
  readonly after: string;
  readonly full: boolean;
  readonly closed: boolean;
}

export function draftOf(overflow: Overflow | null): OverflowDraft {
  return {
    to: overflow?.to_queue_id ?? '',
    after: String(overflow?.after_seconds ?? ''),
    full: overflow?.when_full ?? false,
    closed: overflow?.when_closed ?? false,
  };
}

export function overflowOf({ to, after, full, closed }: OverflowDraft): Overflow | null {
  return to
    ? {
        to_queue_id: to,
        after_seconds: after.trim() ? Number(after) : null,
        when_full: full,
        when_closed: closed,
      }
    : null;
}

export interface OverflowFieldsProps {
  others: readonly Named[];
  overflow: OverflowDraft;
  onChange: (overflow: OverflowDraft) => void;
}

/** Where to conversations move on, and when. */
export function OverflowFields({ others, overflow, onChange }: OverflowFieldsProps) {
  const t = useTexts();
  const put = (changes: Partial<OverflowDraft>) => onChange({ ...overflow, ...changes });
  return (
    <fieldset className="routing-rows">
      <legend className="lbl">{t('overflow')}</legend>
      <SelectField
        label={t('overflow_to')}
        hint={t('overflow_hint')}
        options={[
          { value: '', label: t('overflow_nowhere') },
          ...others.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        value={overflow.to}
        onChange={(to) => put({ to })}
      />
      {overflow.to && (
        <>
          <TextField
            label={t('overflow_after')}
            hint={t('overflow_after_hint')}
            inputMode="numeric"
            value={overflow.after}
            onChange={(after) => put({ after })}
          />
          <Checkbox checked={overflow.full} onChange={(full) => put({ full })}>
            {t('overflow_full')}
          </Checkbox>
          <Checkbox checked={overflow.closed} onChange={(closed) => put({ closed })}>
            {t('overflow_closed')}
          </Checkbox>
        </>
      )}
    </fieldset>
  );
}
