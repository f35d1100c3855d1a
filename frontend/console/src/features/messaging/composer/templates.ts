import type { ConversationView, MeView, TemplateView } from '../../../../../shared/api/views';
import { firstName, nameIn } from '../../clients/client-name';

/** What is being typed after `#`, and where. */
export interface TemplateQuery {
  readonly words: string;
  /** Place of the `#` and of what follows the query. */
  readonly start: number;
  readonly end: number;
}

const QUERY = /(?:^|\s)#([^\s#]*)$/;

/** The query before the caret, if one is being typed. */
export function templateQuery(text: string, caret: number): TemplateQuery | null {
  const match = QUERY.exec(text.slice(0, caret));
  if (!match) {
    return null;
  }
  const words = match[1] ?? '';
  return { words, start: caret - words.length - 1, end: caret };
}

/** Without case and accents. */
function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase();
}

/** Those whose name begins with the words, then those that have them in it, then those that say them. */
export function matchingTemplates(templates: readonly TemplateView[], words: string): TemplateView[] {
  const wanted = plain(words);
  const rank = ({ name, text }: TemplateView) => {
    if (plain(name).startsWith(wanted)) {
      return 0;
    }
    if (plain(name).includes(wanted)) {
      return 1;
    }
    return plain(text).includes(wanted) ? 2 : null;
  };
  return templates
    .map((template) => ({ template, rank: rank(template) }))
    .filter((one): one is { template: TemplateView; rank: 0 | 1 | 2 } => one.rank !== null)
    .sort((one, other) => one.rank - other.rank || one.template.name.localeCompare(other.template.name))
    .map(({ template }) => template);
}

export type Variables = Readonly<Record<string, string>>;

/** What the `{names}` of a template stand for in a conversation. */
export function variablesOf(
  conversation: ConversationView,
  me: Pick<MeView, 'name' | 'public_name'>,
): Variables {
  const { client, parameters } = conversation;
  const known = client.name ? { client: client.name, first_name: firstName(nameIn(conversation)) } : {};
  return {
    ...Object.fromEntries(parameters.map(({ name, value }) => [name.toLocaleLowerCase(), value])),
    ...known,
    operator: me.public_name,
  };
}

/** A piece of a filled template; `missing` ones are to be written by hand. */
export interface FilledPiece {
  readonly text: string;
  readonly kind: 'words' | 'filled' | 'missing';
}

const VARIABLE = /(\{[^{}\n]{1,40}\})/;

export function fillTemplate(text: string, variables: Variables): FilledPiece[] {
  return text
    .split(VARIABLE)
    .map((piece, place): FilledPiece => {
      if (place % 2 === 0) {
        return { text: piece, kind: 'words' };
      }
      const value = variables[piece.slice(1, -1).trim().toLocaleLowerCase()];
      return value === undefined ? { text: piece, kind: 'missing' } : { text: value, kind: 'filled' };
    })
    .filter(({ text: words }) => words !== '');
}

export interface Inserted {
  readonly text: string;
  /** What is to be selected: the first variable that is missing, else the place after the template. */
  readonly selection: readonly [start: number, end: number];
}

/** Puts a filled template in the place of its query. */
export function insertTemplate(
  text: string,
  { start, end }: Pick<TemplateQuery, 'start' | 'end'>,
  pieces: readonly FilledPiece[],
): Inserted {
  const filled = pieces.map((piece) => piece.text).join('');
  const missing = pieces.findIndex(({ kind }) => kind === 'missing');
  const before = pieces
    .slice(0, Math.max(missing, 0))
    .reduce((length, piece) => length + piece.text.length, 0);
  const selectFrom = missing < 0 ? start + filled.length : start + before;
  const selectTo = missing < 0 ? selectFrom : selectFrom + (pieces[missing]?.text.length ?? 0);
  return { text: text.slice(0, start) + filled + text.slice(end), selection: [selectFrom, selectTo] };
}
