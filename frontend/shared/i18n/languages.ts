/** Languages in which every text exists. The first is used when nothing else fits. */
export const LANGUAGES = ['en', 'cs', 'de'] as const;

export type Language = (typeof LANGUAGES)[number];

/** How each language calls itself; never translated. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  cs: 'Čeština',
  de: 'Deutsch',
};

export function isLanguage(value: string): value is Language {
  return (LANGUAGES as readonly string[]).includes(value);
}

/** The first of `wished` (BCP 47 tags such as `de-AT`, best first) that Hovor speaks, else English. */
export function chooseLanguage(wished: readonly (string | null | undefined)[]): Language {
  for (const tag of wished) {
    const language = tag?.toLowerCase().split('-')[0] ?? '';
    if (isLanguage(language)) {
      return language;
    }
  }
  return LANGUAGES[0];
}
