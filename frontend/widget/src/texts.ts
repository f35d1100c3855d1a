/** The panel's texts. English is in the panel; the others come when they are spoken. */
import { chooseLanguage, type Language } from '../../shared/i18n/languages';
import { type Catalogue, format, type Values } from '../../shared/i18n/messages';
import { Cell } from './state';
import en from './texts/en.json';

const FETCH: Readonly<Record<Language, () => Promise<{ default: Catalogue }>>> = {
  en: () => Promise.resolve({ default: en }),
  cs: () => import('./texts/cs.json'),
  de: () => import('./texts/de.json'),
};

export type TextKey = keyof typeof en;

const spoken = new Cell<{ language: Language; catalogue: Catalogue }>({ language: 'en', catalogue: en });

/** The language that is spoken now. */
export function spokenLanguage(): Language {
  return spoken.value.language;
}

/** Speaks the first wished language that exists, for example that of the page. Should its texts not come, English stays. */
export async function speak(...wished: (string | null | undefined)[]): Promise<void> {
  const language = chooseLanguage(wished);
  const { default: catalogue } = await FETCH[language]().catch(FETCH.en);
  spoken.value = { language: catalogue === en ? 'en' : language, catalogue };
}

export function say(key: TextKey, values?: Values): string {
  return format(spoken.value.catalogue[key] ?? key, spokenLanguage(), values);
}

/** The time of day as the visitor reads it. */
export function clock(at: string): string {
  return new Date(at).toLocaleTimeString(spokenLanguage(), { hour: 'numeric', minute: '2-digit' });
}

export function size(bytes: number): string {
  const small = bytes < 1e6;
  return new Intl.NumberFormat(spokenLanguage(), {
    style: 'unit',
    unit: small ? 'kilobyte' : 'megabyte',
    maximumFractionDigits: small ? 0 : 1,
  }).format(Math.max(bytes / (small ? 1e3 : 1e6), 1));
}
