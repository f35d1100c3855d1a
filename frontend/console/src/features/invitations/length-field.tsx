import { useId } from 'react';
import { Segmented, Select } from '../../ui';
import { type Length, readyLengths, UNITS, type Unit, type Wanted } from './lengths';
import { useTexts } from './texts';

interface Props {
  wanted: Wanted;
  /** What the company allows at most, in seconds. */
  longest: number;
  onChange: (wanted: Wanted) => void;
  /** Below: when it ends. */
  hint: string | null;
  error: string | null;
}

/** Ready lengths side by side, and a number with a unit for any other. */
export function LengthField({ wanted, longest, onChange, hint, error }: Props) {
  const t = useTexts();
  const id = useId();
  const options: { value: Length; label: string }[] = [
    ...readyLengths(longest).map((value) => ({ value, label: t(`length_${value}`) })),
    { value: 'custom', label: t('custom') },
  ];
  return (
    <div className="field lengths">
      <span className="lbl" id={`${id}-label`}>
        {t('valid_for')}
      </span>
      <Segmented
        labelledBy={`${id}-label`}
        options={options}
        value={wanted.length}
        onChange={(length) => onChange({ ...wanted, length })}
      />
      {wanted.length === 'custom' && (
        <div className="row g2">
          <input
            className="inp num invitation-number"
            inputMode="decimal"
            aria-label={t('custom_number')}
            aria-invalid={error ? true : undefined}
            aria-describedby={`${id}-below`}
            value={wanted.number}
            onChange={(event) => onChange({ ...wanted, number: event.target.value })}
          />
          <Select
            aria-label={t('custom_unit')}
            options={(Object.keys(UNITS) as Unit[]).map((value) => ({ value, label: t(`unit_${value}`) }))}
            value={wanted.unit}
            onChange={(unit) => onChange({ ...wanted, unit: unit as Unit })}
          />
        </div>
      )}
      <span className={error ? 'err' : 'hint'} id={`${id}-below`}>
        {error ?? hint}
      </span>
    </div>
  );
}
