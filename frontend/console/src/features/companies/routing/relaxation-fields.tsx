import { Button, IconButton, SelectField, TextField } from '../../../ui';
import type { Named } from '../people/people';
import { Ticks } from '../people/ticks';
import { useTexts } from '../texts';
import type { Relaxation } from './routing';

const ALL = 'all';
const NONE = 'none';

/** As it is typed: the seconds as text. */
export type Step = Omit<Relaxation, 'after_seconds'> & { readonly after: string };

export const stepOf = ({ after_seconds, ...rest }: Relaxation): Step => ({
  ...rest,
  after: String(after_seconds),
});

export const relaxationOf = ({ after, ...rest }: Step): Relaxation => ({
  ...rest,
  after_seconds: Number(after),
});

export interface RelaxationFieldsProps {
  groups: readonly Named[];
  steps: readonly Step[];
  onChange: (steps: readonly Step[]) => void;
}

/** After how long less is asked for, and more people may take it. */
export function RelaxationFields({ groups, steps, onChange }: RelaxationFieldsProps) {
  const t = useTexts();
  const put = (place: number, changes: Partial<Step>) =>
    onChange(steps.map((step, at) => (at === place ? { ...step, ...changes } : step)));
  const add = () =>
    onChange([...steps, { after: '', drop_skills: false, lower_to: null, add_group_ids: [] }]);
  const asked = ({ drop_skills, lower_to }: Step) => (drop_skills ? NONE : String(lower_to ?? ALL));
  return (
    <fieldset className="routing-rows">
      <legend className="lbl">{t('relaxation')}</legend>
      <p className="sm t3">{t('relaxation_hint')}</p>
      {steps.map((step, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the steps have no names and never change their places
        <fieldset className="routing-row" key={place}>
          <legend className="sr">{t('relaxation_row', { number: place + 1 })}</legend>
          <TextField
            label={t('relaxation_after')}
            inputMode="numeric"
            value={step.after}
            onChange={(after) => put(place, { after })}
          />
          <SelectField
            label={t('relaxation_asks')}
            options={[
              { value: ALL, label: t('relaxation_all') },
              ...[4, 3, 2, 1].map((level) => ({
                value: String(level),
                label: t('relaxation_lower', { level }),
              })),
              { value: NONE, label: t('relaxation_none') },
            ]}
            value={asked(step)}
            onChange={(value) =>
              put(place, {
                drop_skills: value === NONE,
                lower_to: value === ALL || value === NONE ? null : Number(value),
              })
            }
          />
          <IconButton
            icon="trash"
            label={t('remove_relaxation', { number: place + 1 })}
            onClick={() => onChange(steps.filter((_, at) => at !== place))}
          />
          <Ticks
            legend={t('relaxation_groups')}
            all={groups}
            chosen={step.add_group_ids}
            onChange={(add_group_ids) => put(place, { add_group_ids })}
          />
        </fieldset>
      ))}
      <div>
        <Button size="s" icon="plus" onClick={add}>
          {t('add_relaxation')}
        </Button>
      </div>
    </fieldset>
  );
}
