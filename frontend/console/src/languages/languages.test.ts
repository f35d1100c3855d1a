import { describe, expect, test } from 'vitest';
import { type Catalogue, LANGUAGES, type Message } from '../../../shared/i18n';
import { files as cs } from './cs';
import { files as moreCs } from './cs-more';
import { files as de } from './de';
import { files as moreDe } from './de-more';
import { files as en } from './en';
import { files as moreEn } from './en-more';

const sources = import.meta.glob<string>('../**/*.{ts,tsx}', {
  eager: true,
  query: '?raw',
  import: 'default',
});
const languages = { en: { ...en, ...moreEn }, cs: { ...cs, ...moreCs }, de: { ...de, ...moreDe } };

function inLanguage(path: string, language: keyof typeof languages): Catalogue {
  return languages[language][path.replace('/en.json', `/${language}.json`)] ?? {};
}

function formsOf(message: Message): [form: string, text: string][] {
  return typeof message === 'string' ? [['', message]] : Object.entries(message);
}

function placesOf(message: Message): string[] {
  const places = formsOf(message).flatMap(([, text]) =>
    [...text.matchAll(/\{(\w+)\}/g)].map(([place]) => place),
  );
  return [...new Set(places)].sort();
}

/** The plural forms that counting things needs; fractions, which nobody counts, are left out. */
function countingForms(language: string): string[] {
  const rules = new Intl.PluralRules(language);
  return [...new Set(Array.from({ length: 200 }, (_, count) => rules.select(count)))].sort();
}

/** The keys that a part's sources ask for: `t('key')`, `texts.rich('key'`, and the beginnings of `` t(`key_${...}`) ``. */
function usedKeys(folder: string) {
  const code = Object.entries(sources)
    .filter(
      ([file]) =>
        !file.includes('.test.') &&
        (file.startsWith(folder) || folder === '../ui/' || folder === '../shell/'),
    )
    .map(([, text]) => text)
    .join('\n');
  const whole = new Set([...code.matchAll(/'([a-z0-9_]+)'/g)].map(([, key]) => key));
  const beginnings = [...code.matchAll(/`([a-z0-9_]+_)\$\{/g)].map(([, beginning = '']) => beginning);
  return { whole, beginnings };
}

describe.each(Object.keys(languages.en))('%s', (path) => {
  const english = inLanguage(path, 'en');

  test.each(LANGUAGES)('has the same keys in %s', (language) => {
    expect(Object.keys(inLanguage(path, language)).sort()).toEqual(Object.keys(english).sort());
  });

  test.each(LANGUAGES)('has the same places in %s', (language) => {
    const translated = inLanguage(path, language);
    for (const [key, message] of Object.entries(english)) {
      expect({ key, places: placesOf(translated[key] ?? '') }).toEqual({ key, places: placesOf(message) });
    }
  });

  test.each(LANGUAGES)('has the plural forms that %s needs', (language) => {
    for (const [key, message] of Object.entries(inLanguage(path, language))) {
      const forms = typeof message === 'string' ? countingForms(language) : Object.keys(message).sort();
      expect({ key, forms }).toEqual({ key, forms: countingForms(language) });
    }
  });

  test('has no text that nothing shows', () => {
    const { whole, beginnings } = usedKeys(path.slice(0, path.indexOf('texts/')));
    const unused = Object.keys(english).filter(
      (key) => !whole.has(key) && !beginnings.some((beginning) => key.startsWith(beginning)),
    );
    expect(unused).toEqual([]);
  });

  test.each(['cs', 'de'] as const)('is translated to %s and not copied', (language) => {
    const words = (message: Message) => JSON.stringify(message).replaceAll(/\{\w+\}/g, '');
    const same = Object.entries(inLanguage(path, language)).filter(
      ([key, message]) => words(message).length > 20 && words(message) === words(english[key] ?? ''),
    );
    expect(same).toEqual([]);
  });
});
