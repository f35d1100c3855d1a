import { useState } from 'react';
import { LANGUAGE_NAMES, LANGUAGES } from '../../../../shared/i18n';
import { FormCard } from '../../shell';
import { type Option, SelectField, TextField, useFields } from '../../ui';
import { type Account, changeAccount } from './account';
import { LanguagesField } from './languages-field';
import { texts, useTexts } from './texts';

const FIELDS = ['name', 'public_name', 'language'] as const;

const given = (value: string) => (value.trim() === '' ? texts('name_missing') : null);

export interface YouCardProps {
  account: Account;
  onChange: (account: Account) => void;
}

/** Name, the name that clients see, the languages one serves in and that of Hovor; saved together. */
export function YouCard({ account, onChange }: YouCardProps) {
  const t = useTexts();
  const { values, bind, check } = useFields<(typeof FIELDS)[number]>(account, {
    name: given,
    public_name: given,
  });
  const [languages, setLanguages] = useState(account.languages);
  const changed =
    FIELDS.some((field) => values[field].trim() !== account[field]) ||
    languages.join() !== account.languages.join();
  const save = async () => {
    const { name, public_name, language } = values;
    onChange(
      await changeAccount({ name: name.trim(), public_name: public_name.trim(), language, languages }),
    );
  };
  return (
    <FormCard id="profile-you" title={t('you')} changed={changed} check={() => check(FIELDS)} save={save}>
      <div className="profile-fields">
        <TextField label={t('name')} autoComplete="name" {...bind('name')} />
        <TextField label={t('public_name')} hint={t('public_name_hint')} {...bind('public_name')} />
        <LanguagesField
          label={t('languages')}
          hint={t('languages_hint')}
          value={languages}
          onChange={setLanguages}
        />
        <SelectField
          label={t('language_of_hovor')}
          hint={t('times_in', { zone: Intl.DateTimeFormat().resolvedOptions().timeZone })}
          options={LANGUAGES.map((value): Option<string> => ({ value, label: LANGUAGE_NAMES[value] }))}
          {...bind('language')}
        />
      </div>
    </FormCard>
  );
}
