import { LANGUAGE_NAMES, LANGUAGES } from '../../../../shared/i18n';
import { AnswerPane, FormCard } from '../../shell';
import { type Option, SelectField, TextField, useFields } from '../../ui';
import { RULES } from './set-up-form';
import { timeZones } from './set-up-steps';
import { changeCompany, SettingCard, type SettingPartProps } from './setting-card';
import { type Company, GROUPS } from './setting-groups';
import { useTexts } from './texts';
import { useLiveAnswer } from './use-live-answer';

const FIELDS = ['company', 'time_zone', 'language'] as const;

function CompanyCard({ company, onChange }: SettingPartProps) {
  const t = useTexts();
  const { name, time_zone, language } = company;
  const before = { company: name, time_zone, language };
  const { values, bind, check, put } = useFields<(typeof FIELDS)[number]>(before, RULES);
  const changed = FIELDS.some((field) => values[field].trim() !== before[field]);
  const save = async () => {
    const { company: wished, ...rest } = values;
    const saved = await changeCompany({ ...rest, name: wished.trim() });
    onChange(saved);
    put({ company: saved.name });
  };
  return (
    <FormCard
      id="company-card"
      title={t('step_company')}
      changed={changed}
      check={() => check(FIELDS)}
      save={save}
    >
      <div className="settings-fields">
        <TextField label={t('company_name')} autoComplete="organization" {...bind('company')} />
        <SelectField
          label={t('time_zone')}
          hint={t('time_zone_hint')}
          options={timeZones(values.time_zone)}
          {...bind('time_zone')}
        />
        <SelectField
          label={t('company_language')}
          hint={t('company_language_hint')}
          options={LANGUAGES.map((value): Option<string> => ({ value, label: LANGUAGE_NAMES[value] }))}
          {...bind('language')}
        />
      </div>
    </FormCard>
  );
}

/** The company's name, time zone, language, and the rules that hold for everybody. */
export function CompanySettings() {
  const t = useTexts();
  const company = useLiveAnswer<Company>('/company', ['settings']);
  return (
    <>
      <h2 className="settings-title">{t('section_company')}</h2>
      <AnswerPane of={company}>
        {(answer) => (
          <div className="settings-cards">
            <CompanyCard company={answer} onChange={company.replace} />
            {GROUPS.map((group) => (
              <SettingCard key={group.name} group={group} company={answer} onChange={company.replace} />
            ))}
          </div>
        )}
      </AnswerPane>
    </>
  );
}
