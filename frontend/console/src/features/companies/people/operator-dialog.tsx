import { Refusal, request } from '../../../foundation/http';
import { refusalWords } from '../../../shell';
import { Dialog, ExplainedSwitch, type Rule, TextField, useDraft, useFields } from '../../../ui';
import { LanguagesField } from '../../accounts/languages-field';
import { DialogForm } from '../dialog-form';
import { LevelsField } from '../routing/levels-field';
import type { Skill } from '../routing/routing';
import { RULES } from '../set-up-form';
import { texts, useTexts } from '../texts';
import { type CapacityField, capacityOf, capacityRule, FIELDS, writtenCapacity } from './capacity';
import { CapacityFields } from './capacity-fields';
import type { Named, Operator, Rights, UsualCapacity } from './people';
import { RightsFields } from './rights-fields';
import { SecondFactorReset } from './second-factor-reset';

const LEAST_PERCENT = 100;
const MOST_PERCENT = 1000;

const OWN_RULES = {
  ...(Object.fromEntries(FIELDS.map((name) => [name, capacityRule(name)])) as Record<CapacityField, Rule>),
  name: RULES.name ?? (() => null),
  allowance: (value: string) => {
    const percent = Number(value);
    const fits = Number.isInteger(percent) && percent >= LEAST_PERCENT && percent <= MOST_PERCENT;
    return fits ? null : texts('time_allowance_wrong', { least: LEAST_PERCENT, most: MOST_PERCENT });
  },
};

export interface OperatorDialogProps {
  operator: Operator;
  groups: readonly Named[];
  channels: readonly Named[];
  skills: readonly Skill[];
  /** The company's limits; absent until they are known. */
  usual: UsualCapacity | undefined;
  onClose: () => void;
  onSaved: (operator: Operator) => void;
}

function OperatorForm({ operator, groups, channels, skills, usual, onClose, onSaved }: OperatorDialogProps) {
  const t = useTexts();
  const { role, group_ids, channel_ids } = operator;
  const [rights, setRights] = useDraft<Rights>({ role, group_ids, channel_ids });
  const [own, setOwn] = useDraft({
    active: operator.active,
    languages: operator.languages,
    skills: operator.skills,
  });
  const { values, bind, check } = useFields(
    {
      name: operator.name,
      allowance: String(operator.time_allowance_percent),
      ...writtenCapacity(operator.capacity),
    },
    OWN_RULES,
  );
  const save = async () => {
    const body = {
      name: values.name.trim(),
      time_allowance_percent: Number(values.allowance),
      capacity: capacityOf(values, operator.capacity),
      ...rights,
      ...own,
    };
    onSaved(await request<Operator>('PATCH', `/operators/${encodeURIComponent(operator.id)}`, { body }));
  };
  const faultOf = (failure: unknown) =>
    failure instanceof Refusal && failure.code === 'last_administrator'
      ? t('last_administrator')
      : refusalWords(failure);
  return (
    <DialogForm
      check={() => check(['name', 'allowance', ...FIELDS])}
      save={save}
      faultOf={faultOf}
      action={t('save')}
      onClose={onClose}
    >
      <TextField label={t('name')} {...bind('name')} />
      <RightsFields groups={groups} channels={channels} rights={rights} onChange={setRights} />
      <LanguagesField
        label={t('languages_theirs')}
        hint={t('languages_theirs_hint')}
        value={own.languages}
        onChange={(languages) => setOwn({ languages })}
      />
      <TextField
        label={t('time_allowance')}
        hint={t('time_allowance_hint')}
        inputMode="numeric"
        {...bind('allowance')}
      />
      <LevelsField
        legend={t('skills_theirs')}
        hint={t('skills_theirs_hint')}
        skills={skills}
        levels={own.skills}
        onChange={(levels) => setOwn({ skills: levels })}
      />
      <CapacityFields usual={usual} bind={bind} />
      <div className="row">
        <ExplainedSwitch
          label={t('may_sign_in')}
          hint={t('may_sign_in_hint')}
          on={own.active}
          onChange={(active) => setOwn({ active })}
        />
      </div>
      <SecondFactorReset operator={operator} />
    </DialogForm>
  );
}

/** What one operator is and has, in one form. */
export function OperatorDialog(props: OperatorDialogProps) {
  return (
    <Dialog
      open
      onClose={props.onClose}
      title={props.operator.name}
      description={props.operator.email}
      width={560}
    >
      <OperatorForm {...props} />
    </Dialog>
  );
}
