/** One text, or its forms by the plural category that `count` has in the language. */
export type Message = string | Partial<Record<Intl.LDMLPluralRule, string>>;

/** The texts of one part of the product in one language. */
export type Catalogue = Readonly<Record<string, Message>>;

/** What a text's `{places}` are filled with; `count` also chooses the plural form. */
export type Values = Readonly<Record<string, string | number>>;

const PLACE = /\{(\w+)\}/g;

/** The form of `message` for `count`; a message without forms is its own form. */
export function chooseForm(message: Message, language: string, count?: number): string {
  if (typeof message === 'string') {
    return message;
  }
  const category = new Intl.PluralRules(language).select(count ?? 0);
  return message[category] ?? message.other ?? '';
}

/**
 * Splits a text at its `{places}` and puts the values in, in order. An unknown place stays as it is
 * written, so that a mistake in a catalogue is seen and not swallowed.
 */
export function fill<Value>(template: string, values: Readonly<Record<string, Value>>): (string | Value)[] {
  return template.split(PLACE).map((part, index) => (index % 2 === 0 ? part : (values[part] ?? `{${part}}`)));
}

/** The text of `message` in `language`; numbers are written as that language writes them. */
export function format(message: Message, language: string, values: Values = {}): string {
  const { count } = values;
  return chooseForm(message, language, typeof count === 'number' ? count : undefined).replace(
    PLACE,
    (place, name: string) => {
      const value = values[name] ?? place;
      return typeof value === 'number' ? new Intl.NumberFormat(language).format(value) : value;
    },
  );
}
