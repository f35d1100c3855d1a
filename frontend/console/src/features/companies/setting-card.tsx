import { useState } from 'react';
import { request } from '../../foundation/http';
import { FormCard, notSaved } from '../../shell';
import { ExplainedSwitch, SelectField, TextField, useFields } from '../../ui';
import {
  CHOICES,
  type Company,
  type FieldName,
  NUMBERS,
  type NumberName,
  numberOf,
  type SettingGroup,
  type SwitchName,
  valuesOf,
} from './setting-groups';
import { texts, useTexts } from './texts';

export function changeCompany(changes: object): Promise<Company> {
  return request<Company>('PATCH', '/company', { body: changes });
}

function rulesOf(names: readonly NumberName[]) {
  const rule = (name: NumberName) => (text: string) => {
    const { least, most } = NUMBERS[name];
    return numberOf(name, text) === null ? texts('number_wrong', { least, most }) : null;
  };
  return Object.fromEntries(names.map((name) => [name, rule(name)]));
}

export interface SettingPartProps {
  company: Company;
  onChange: (company: Company) => void;
}

interface RuleProps extends SettingPartProps {
  rule: SwitchName;
}

/** One rule that is switched, at once. */
function RuleSwitch({ rule, company, onChange }: RuleProps) {
  const t = useTexts();
  const [saving, setSaving] = useState(false);
  const set = async (on: boolean) => {
    setSaving(true);
    try {
      onChange(await changeCompany({ settings: { [rule]: on } }));
    } catch (failure) {
      notSaved(failure);
    } finally {
      setSaving(false);
    }
  };
  return (
    <div className="settings-line">
      <ExplainedSwitch
        label={t(`rule_${rule}`)}
        hint={t(`hint_${rule}`)}
        on={company.settings[rule]}
        onChange={set}
        saving={saving}
      />
    </div>
  );
}

function useCard(group: SettingGroup, { company, onChange }: SettingPartProps) {
  const before = valuesOf(company, group);
  const { values, bind, check, put } = useFields<FieldName>(before, rulesOf(group.numbers));
  const names = [...(group.choices ?? []), ...group.numbers];
  const changed = names.filter((name) => values[name] !== before[name]);
  const save = async () => {
    const isNumber = (name: string): name is NumberName => name in NUMBERS;
    const wished = changed.map((name) => [
      name,
      isNumber(name) ? numberOf(name, values[name]) : values[name],
    ]);
    const saved = await changeCompany({ settings: Object.fromEntries(wished) });
    onChange(saved);
    put(valuesOf(saved, group));
  };
  return { bind, changed: changed.length > 0, check: () => check(group.numbers), save };
}

export interface SettingCardProps extends SettingPartProps {
  group: SettingGroup;
}

/** Some settings that belong together: switches act at once, the rest is saved together. */
export function SettingCard({ group, ...part }: SettingCardProps) {
  const t = useTexts();
  const { bind, ...form } = useCard(group, part);
  return (
    <FormCard id={`settings-${group.name}`} title={t(`settings_${group.name}`)} {...form}>
      {(group.switches ?? []).map((rule) => (
        <RuleSwitch key={rule} rule={rule} {...part} />
      ))}
      <div className="settings-fields">
        {(group.choices ?? []).map((name) => (
          <SelectField
            key={name}
            label={t(`rule_${name}`)}
            hint={t(`hint_${name}`)}
            options={CHOICES[name].map((value) => ({ value: value as string, label: t(`choice_${value}`) }))}
            {...bind(name)}
          />
        ))}
        {group.numbers.map((name) => (
          <TextField
            key={name}
            label={t(`rule_${name}`)}
            hint={t(`hint_${name}`)}
            inputMode="numeric"
            {...bind(name)}
          />
        ))}
      </div>
    </FormCard>
  );
}
