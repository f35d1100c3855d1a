/** The panel's texts. English is in the panel; the others come when they are spoken. */
import { chooseLanguage, type Language } from '../../shared/i18n/languages';
import { type Catalogue, format, type Values } from '../../shared/i18n/messages';
import en from './texts/en.json';
import type ended from './texts/ended.en.json';
import type files from './texts/files.en.json';
import type forms from './texts/forms.en.json';
import type mailing from './texts/mailing.en.json';
import type menu from './texts/menu.en.json';
import type offline from './texts/offline.en.json';
import type refused from './texts/refused.en.json';
import type unread from './texts/unread.en.json';

/** A language and all of its texts. English lacks those of the parts that come later until `teach` brings them. */
interface Spoken {
  language: Language;
  catalogue: Catalogue;
}

export type TextKey =
  | keyof typeof en
  | keyof typeof ended
  | keyof typeof files
  | keyof typeof forms
  | keyof typeof mailing
  | keyof typeof menu
  | keyof typeof offline
  | keyof typeof refused
  | keyof typeof unread;

const english: Spoken = { language: 'en', catalogue: { ...en } };
let spoken = english;

const FETCH: Readonly<Record<Exclude<Language, 'en'>, () => Promise<{ default: Catalogue }>>> = {
  cs: () => import('./texts/cs.json'),
  de: () => import('./texts/de.json'),
};

/** Speaks the first wished language that exists, for example that of the page, and says which. English when it fails. */
export async function speak(...wished: (string | null | undefined)[]): Promise<Language> {
  const language = chooseLanguage(wished);
  spoken = english;
  if (language !== 'en') {
    await FETCH[language]().then(
      ({ default: catalogue }) => {
        spoken = { language, catalogue };
      },
      () => undefined,
    );
  }
  return spoken.language;
}

export function spokenNow(): Language {
  return spoken.language;
}

/** English texts that come with a later part of the panel. */
export function teach(texts: Catalogue): void {
  Object.assign(english.catalogue, texts);
}

export function words(key: TextKey, values?: Values): string {
  return format(spoken.catalogue[key] ?? key, spoken.language, values);
}

/** The time of day as the visitor reads it, with the day when that is not today, or always. */
export function moment(at: string, always = false): string {
  const then = new Date(at);
  return then.toLocaleString(spoken.language, {
    ...((always || then.toDateString() !== new Date().toDateString()) && { day: 'numeric', month: 'short' }),
    hour: 'numeric',
    minute: '2-digit',
  });
}
