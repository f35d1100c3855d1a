import { type Catalogue, chooseLanguage, type Language, speak } from '../../../shared/i18n';

/** Where a choice made on this device is kept; it holds until the operator's profile is known. */
const STORED = 'hovor.language';

const LOADERS: Readonly<Record<Language, () => Promise<{ files: Record<string, Catalogue> }>>> = {
  en: () => import('./en'),
  cs: () => import('./cs'),
  de: () => import('./de'),
};

/** A catalogue belongs to the folder above `texts`: `../features/accounts/texts/en.json` is `accounts`. */
function partOf(path: string): string {
  return path.split('/').at(-3) ?? path;
}

/** Loads a language's texts, which are one file, and speaks it from then on. */
export async function speakLanguage(language: Language): Promise<void> {
  const { files } = await LOADERS[language]();
  speak(language, Object.fromEntries(Object.entries(files).map(([path, texts]) => [partOf(path), texts])));
  document.documentElement.lang = language;
}

/** The language of this device: chosen here before, else the browser's. */
export function deviceLanguage(): Language {
  return chooseLanguage([localStorage.getItem(STORED), ...navigator.languages]);
}

/** Chooses a language for this device, at once. The profile's language, once known, is set the same way. */
export async function chooseDeviceLanguage(language: Language): Promise<void> {
  localStorage.setItem(STORED, language);
  await speakLanguage(language);
}
