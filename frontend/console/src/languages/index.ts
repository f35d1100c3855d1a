import { type Catalogue, chooseLanguage, type Language, speak, spokenNow } from '../../../shared/i18n';

/** Where a choice made on this device is kept; it holds until the operator's profile is known. */
const STORED = 'hovor.language';

type Loaders = Readonly<Record<Language, () => Promise<{ files: Record<string, Catalogue> }>>>;

const LOADERS: Loaders = {
  en: () => import('./en'),
  cs: () => import('./cs'),
  de: () => import('./de'),
};

const MORE: Loaders = {
  en: () => import('./en-more'),
  cs: () => import('./cs-more'),
  de: () => import('./de-more'),
};

/** Whether a screen has been opened that needs more than every start does. */
let more = false;

/** A catalogue belongs to the folder above `texts`: `../features/accounts/texts/en.json` is `accounts`. */
function partOf(path: string): string {
  return path.split('/').at(-3) ?? path;
}

/** Loads a language's texts and speaks it from then on. */
export async function speakLanguage(language: Language): Promise<void> {
  const loaders = more ? [LOADERS, MORE] : [LOADERS];
  const loaded = await Promise.all(loaders.map((of) => of[language]()));
  const files = loaded.flatMap((one) => Object.entries(one.files));
  speak(language, Object.fromEntries(files.map(([path, texts]) => [partOf(path), texts])));
  document.documentElement.lang = language;
}

/** A module of the settings or the set-up, together with its texts. */
export async function withMoreTexts<Module>(module: Promise<Module>): Promise<Module> {
  more = true;
  const [loaded] = await Promise.all([module, speakLanguage(spokenNow().language)]);
  return loaded;
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
