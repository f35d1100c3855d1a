import { type FormEvent, useState } from 'react';
import { LANGUAGE_NAMES, LANGUAGES } from '../../../../shared/i18n';
import { refusalWords } from '../../shell';
import { Button, Chip, type Option, SelectField, TextField, toast, useFields } from '../../ui';
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
  const [busy, setBusy] = useState(false);
  const { values, bind, check } = useFields<(typeof FIELDS)[number]>(account, {
    name: given,
    public_name: given,
  });
  const [languages, setLanguages] = useState(account.languages);
  const changed =
    FIELDS.some((field) => values[field].trim() !== account[field]) ||
    languages.join() !== account.languages.join();
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || check(FIELDS)) {
      return;
    }
    setBusy(true);
    try {
      const { name, public_name, language } = values;
      onChange(
        await changeAccount({ name: name.trim(), public_name: public_name.trim(), language, languages }),
      );
    } catch (failure) {
      toast({ title: t('not_saved'), body: refusalWords(failure), tone: 'alert', icon: 'warning' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="card" aria-labelledby="profile-you" onSubmit={save} noValidate>
      <div className="h">
        <h3 id="profile-you">{t('you')}</h3>
        {changed && (
          <span className="row end">
            <Chip tone="warn">{t('unsaved')}</Chip>
            <Button size="s" look="primary" type="submit" busy={busy && t('saving')}>
              {t('save')}
            </Button>
          </span>
        )}
      </div>
      <div className="profile-fields">
        <TextField label={t('name')} autoComplete="name" {...bind('name')} />
        <TextField label={t('public_name')} hint={t('public_name_hint')} {...bind('public_name')} />
        <LanguagesField value={languages} onChange={setLanguages} />
        <SelectField
          label={t('language_of_hovor')}
          options={LANGUAGES.map((value): Option<string> => ({ value, label: LANGUAGE_NAMES[value] }))}
          {...bind('language')}
        />
      </div>
    </form>
  );
}
