import type { Language } from './languages';
import { type Catalogue, format, type Message, type Values } from './messages';

/** A language and all its texts. */
export interface Spoken {
  readonly language: Language;
  /** By the part of the product that owns the catalogue, for example `accounts`. */
  readonly catalogues: Readonly<Record<string, Catalogue>>;
}

let spoken: Spoken = { language: 'en', catalogues: {} };
const listeners = new Set<() => void>();

/** Speaks another language from now on; everything that shows texts is told. */
export function speak(language: Language, catalogues: Readonly<Record<string, Catalogue>>): void {
  spoken = { language, catalogues };
  for (const listener of listeners) {
    listener();
  }
}

/** What is spoken now; the same object until the next `speak`. */
export function spokenNow(): Spoken {
  return spoken;
}

export function whenLanguageChanges(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The message of one part. A key without one shows as the key itself. */
export function messageOf({ catalogues }: Spoken, part: string, key: string): Message {
  return catalogues[part]?.[key] ?? `${part}.${key}`;
}

/** A text of one part in the language spoken now. */
export function textOf(part: string, key: string, values?: Values): string {
  return format(messageOf(spoken, part, key), spoken.language, values);
}
