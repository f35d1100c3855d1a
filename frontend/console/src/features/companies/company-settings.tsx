import { type FormEvent, useState } from 'react';
import { LANGUAGE_NAMES, LANGUAGES } from '../../../../shared/i18n';
import { AnswerPane, refusalWords } from '../../shell';
import { Button, Chip, type Option, SelectField, TextField, toast, useFields } from '../../ui';
import { RULES } from './set-up-form';
import { timeZones } from './set-up-steps';
import { changeCompany, SettingCard, type SettingPartProps } from './setting-card';
import { type Company, GROUPS } from './setting-groups';
import { useTexts } from './texts';
import { useLiveAnswer } from './use-live-answer';

const FIELDS = ['company', 'time_zone', 'language'] as const;

function CompanyCard({ company, onChange }: SettingPartProps) {
  const t = useTexts();
  const [busy, setBusy] = useState(false);
  const { name, time_zone, language } = company;
  const before = { company: name, time_zone, language };
  const { values, bind, check, put } = useFields<(typeof FIELDS)[number]>(before, RULES);
  const changed = FIELDS.some((field) => values[field].trim() !== before[field]);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || check(FIELDS)) {
      return;
    }
    setBusy(true);
    try {
      const { company: wished, ...rest } = values;
      const saved = await changeCompany({ ...rest, name: wished.trim() });
      onChange(saved);
      put({ company: saved.name });
    } catch (failure) {
      toast({ title: t('not_saved'), body: refusalWords(failure), tone: 'alert', icon: 'warning' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="card" aria-labelledby="company-card" onSubmit={save} noValidate>
      <div className="h">
        <h3 id="company-card">{t('step_company')}</h3>
        {changed && (
          <span className="row end">
            <Chip tone="warn">{t('unsaved')}</Chip>
            <Button size="s" look="primary" type="submit" busy={busy && t('saving')}>
              {t('save')}
            </Button>
          </span>
        )}
      </div>
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
    </form>
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
