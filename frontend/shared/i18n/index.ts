export { chooseLanguage, isLanguage, LANGUAGE_NAMES, LANGUAGES, type Language } from './languages';
export type { Catalogue, Message, Values } from './messages';
export { type Spoken, speak, spokenNow, textOf, whenLanguageChanges } from './texts';
