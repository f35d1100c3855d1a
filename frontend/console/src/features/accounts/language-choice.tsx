import { LANGUAGE_NAMES, LANGUAGES, spokenNow } from '../../../../shared/i18n';
import { chooseDeviceLanguage } from '../../languages';
import { useTexts } from './texts';

/** The languages by their own names; the one that is spoken is plain text. */
export function LanguageChoice() {
  const t = useTexts();
  const { language: current } = spokenNow();
  return (
    <ul className="languages" aria-label={t('language')}>
      {LANGUAGES.map((language) => (
        <li key={language} lang={language}>
          {language === current ? (
            <span aria-current="true">{LANGUAGE_NAMES[language]}</span>
          ) : (
            <button type="button" onClick={() => chooseDeviceLanguage(language)}>
              {LANGUAGE_NAMES[language]}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
