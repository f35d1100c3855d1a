/** The page's texts, in the language of the browser. */
import { chooseLanguage, type Language } from '../../shared/i18n/languages';
import { type Catalogue, format, type Values } from '../../shared/i18n/messages';
import en from './texts/en.json';

export type TextKey = keyof typeof en;

let spoken: { language: Language; catalogue: Catalogue } = { language: 'en', catalogue: en };

const FETCH: Readonly<Record<Exclude<Language, 'en'>, () => Promise<{ default: Catalogue }>>> = {
  cs: () => import('./texts/cs.json'),
  de: () => import('./texts/de.json'),
};

/** Speaks the first language of the browser that exists; English when it does not come. */
export async function speak(): Promise<Language> {
  const language = chooseLanguage(navigator.languages);
  if (language !== 'en') {
    const found = await FETCH[language]().catch(() => null);
    spoken = found ? { language, catalogue: found.default } : spoken;
  }
  document.documentElement.lang = spoken.language;
  return spoken.language;
}

export function words(key: TextKey, values?: Values): string {
  return format(spoken.catalogue[key] ?? key, spoken.language, values);
}

/** A day and a time as the reader writes them, in his own zone. */
export function moment(at: string): string {
  return new Date(at).toLocaleString(spoken.language, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: 'numeric',
    minute: '2-digit',
  });
}

/** How far away it is: `in 2 hours`. */
export function away(at: string, now: number): string {
  const minutes = Math.round((Date.parse(at) - now) / 60_000);
  const relative = new Intl.RelativeTimeFormat(spoken.language, { numeric: 'always' });
  if (minutes < 120) {
    return relative.format(Math.max(minutes, 0), 'minute');
  }
  const hours = Math.round(minutes / 60);
  return hours < 48 ? relative.format(hours, 'hour') : relative.format(Math.round(hours / 24), 'day');
}
