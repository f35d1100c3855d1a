import { SelectField, TextField } from '../../../ui';
import type { Named } from '../people/people';
import { Ticks } from '../people/ticks';
import { useTexts } from '../texts';
import type { Relaxation } from './routing';
import { Rows } from './rows';

const ALL = 'all';
const NONE = 'none';

/** As it is typed: the seconds as text. */
export type Step = Omit<Relaxation, 'after_seconds'> & { readonly after: string };

const FRESH: Step = { after: '', drop_skills: false, lower_to: null, add_group_ids: [] };

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
  const asked = ({ drop_skills, lower_to }: Step) => (drop_skills ? NONE : String(lower_to ?? ALL));
  return (
    <Rows
      legend={t('relaxation')}
      hint={t('relaxation_hint')}
      rows={steps}
      onChange={onChange}
      name={(number) => t('relaxation_row', { number })}
      removeName={(number) => t('remove_relaxation', { number })}
      add={t('add_relaxation')}
      fresh={FRESH}
    >
      {(step, put, remove) => (
        <>
          <TextField
            label={t('relaxation_after')}
            inputMode="numeric"
            value={step.after}
            onChange={(after) => put({ after })}
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
              put({
                drop_skills: value === NONE,
                lower_to: value === ALL || value === NONE ? null : Number(value),
              })
            }
          />
          {remove}
          <Ticks
            legend={t('relaxation_groups')}
            all={groups}
            chosen={step.add_group_ids}
            onChange={(add_group_ids) => put({ add_group_ids })}
          />
        </>
      )}
    </Rows>
  );
}
