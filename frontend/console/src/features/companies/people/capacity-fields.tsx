import { type BoundField, TextField } from '../../../ui';
import { useTexts } from '../texts';
import { type CapacityField, FIELDS, usualOf } from './capacity';
import type { UsualCapacity } from './people';

export interface CapacityFieldsProps {
  usual: UsualCapacity | undefined;
  bind: (name: CapacityField) => BoundField;
}

/** How much one person may have at once: slots in all, and conversations of each channel kind. */
export function CapacityFields({ usual, bind }: CapacityFieldsProps) {
  const t = useTexts();
  const hint = (name: CapacityField) => {
    const count = usualOf(usual, name);
    return count === null ? t('capacity_no_limit') : t('capacity_usual', { count });
  };
  return (
    <fieldset className="settings-people" aria-describedby="capacity-hint">
      <legend className="lbl">{t('capacity')}</legend>
      <p className="sm t3 capacity-hint" id="capacity-hint">
        {t('capacity_hint')}
      </p>
      {FIELDS.map((name) => (
        <TextField
          key={name}
          label={t(`capacity_${name}`)}
          hint={hint(name)}
          inputMode="numeric"
          {...bind(name)}
        />
      ))}
    </fieldset>
  );
}
