import { type FormEvent, useState } from 'react';
import { LANGUAGE_NAMES, LANGUAGES } from '../../../../shared/i18n';
import { request } from '../../foundation/http';
import { AnswerPane, refusalWords, useAnswer } from '../../shell';
import { Button, Chip, type Option, SelectField, Switch, TextField, toast, useFields } from '../../ui';
import { RULES } from './set-up-form';
import { timeZones } from './set-up-steps';
import { useTexts } from './texts';

/** The part of `/company` that is set here. */
interface Company {
  name: string;
  time_zone: string;
  language: string;
  settings: Record<Rule, boolean>;
}

/** Rules that are switched, each at once. */
const SWITCHES = ['operators_switch_channels', 'preview_before_accept', 'outcome_required'] as const;

type Rule = (typeof SWITCHES)[number];

const FIELDS = ['company', 'time_zone', 'language'] as const;

interface PartProps {
  company: Company;
  onChange: (company: Company) => void;
}

function change(changes: object): Promise<Company> {
  return request<Company>('PATCH', '/company', { body: changes });
}

function CompanyCard({ company, onChange }: PartProps) {
  const t = useTexts();
  const [busy, setBusy] = useState(false);
  const { name, time_zone, language } = company;
  const before = { company: name, time_zone, language };
  const { values, bind, check } = useFields<(typeof FIELDS)[number]>(before, RULES);
  const changed = FIELDS.some((field) => values[field].trim() !== before[field]);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || check(FIELDS)) {
      return;
    }
    setBusy(true);
    try {
      const { company: wished, ...rest } = values;
      onChange(await change({ ...rest, name: wished.trim() }));
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

function RulesCard({ company, onChange }: PartProps) {
  const t = useTexts();
  const [saving, setSaving] = useState<Rule>();
  const set = async (rule: Rule, on: boolean) => {
    setSaving(rule);
    try {
      onChange(await change({ settings: { [rule]: on } }));
    } catch (failure) {
      toast({ title: t('not_saved'), body: refusalWords(failure), tone: 'alert', icon: 'warning' });
    } finally {
      setSaving(undefined);
    }
  };
  return (
    <section className="card" aria-labelledby="rules-card">
      <div className="h">
        <h3 id="rules-card">{t('rules')}</h3>
      </div>
      {SWITCHES.map((rule) => (
        <div className="settings-line" key={rule}>
          <div className="grow">
            <div className="m" id={`rule-${rule}`}>
              {t(`rule_${rule}`)}
            </div>
            <div className="sm t3" id={`hint-${rule}`}>
              {t(`hint_${rule}`)}
            </div>
          </div>
          <Switch
            on={company.settings[rule]}
            onChange={(on) => set(rule, on)}
            saving={saving === rule}
            labelledBy={`rule-${rule}`}
            describedBy={`hint-${rule}`}
          />
        </div>
      ))}
    </section>
  );
}

/** The company's name, time zone, language, and the rules that hold for everybody. */
export function CompanySettings() {
  const t = useTexts();
  const company = useAnswer<Company>('/company');
  return (
    <>
      <h2 className="settings-title">{t('section_company')}</h2>
      <AnswerPane of={company}>
        {(answer) => (
          <div className="settings-cards">
            <CompanyCard company={answer} onChange={company.replace} />
            <RulesCard company={answer} onChange={company.replace} />
          </div>
        )}
      </AnswerPane>
    </>
  );
}
