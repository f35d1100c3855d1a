import './languages-field.css';
import { useId } from 'react';
import { spokenNow } from '../../../../shared/i18n';
import { Chip, Icon, Menu, MenuItem } from '../../ui';
import { useTexts } from './texts';

/** What is offered; the server takes every language tag, and what stands there already is kept. */
const OFFERED =
  'ar be bg bs ca cs cy da de el en es et eu fa fi fr ga gl he hi hr hu hy id is it ja ka kk ko lb lt lv mk ms mt nl no pl pt ro ru sk sl sq sr sv th tr uk ur uz vi zh'.split(
    ' ',
  );

export interface LanguagesFieldProps {
  label: string;
  hint: string;
  value: readonly string[];
  onChange: (value: readonly string[]) => void;
}

/** The languages in which somebody serves clients, as chips; by their names in the language of Hovor. */
export function LanguagesField({ label, hint, value, onChange }: LanguagesFieldProps) {
  const t = useTexts();
  const id = useId();
  const { language } = spokenNow();
  const names = new Intl.DisplayNames(language, { type: 'language' });
  const nameOf = (tag: string) => names.of(tag) ?? tag;
  const others = OFFERED.filter((tag) => !value.includes(tag)).sort((one, other) =>
    nameOf(one).localeCompare(nameOf(other), language),
  );
  return (
    <fieldset className="field languages-field" aria-describedby={`${id}-hint`}>
      <legend>{label}</legend>
      <div className="row wrap">
        {value.map((tag) => (
          <Chip
            key={tag}
            remove={{
              label: t('language_remove', { language: nameOf(tag) }),
              run: () => onChange(value.filter((each) => each !== tag)),
            }}
          >
            {nameOf(tag)}
          </Chip>
        ))}
        <Menu
          label={t('language_add')}
          align="start"
          width={220}
          trigger={
            <button type="button" className="chip line languages-add" aria-label={t('language_add')}>
              <Icon name="plus" size="xs" />
              {t('language_choose')}
            </button>
          }
        >
          {others.map((tag) => (
            <MenuItem key={tag} onSelect={() => onChange([...value, tag])}>
              {nameOf(tag)}
            </MenuItem>
          ))}
        </Menu>
      </div>
      <span className="hint" id={`${id}-hint`}>
        {hint}
      </span>
    </fieldset>
  );
}
