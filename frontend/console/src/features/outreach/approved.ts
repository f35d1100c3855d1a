import type { Id } from '../../../../shared/api/views';

/** A template that the channel's vendor keeps. */
export interface ApprovedView {
  readonly id: Id;
  readonly name: string;
  readonly language: string;
  /** With each of its parameters in braces. */
  readonly text: string;
  readonly parameters: readonly string[];
  /** Why it can not be sent now, in words. */
  readonly unusable: string | null;
}

export interface Piece {
  readonly text: string;
  readonly kind: 'words' | 'filled' | 'missing';
}

export type Values = Readonly<Record<string, string>>;

const PLACE = /\{([^{}]+)\}/g;

/** The template's text in pieces, as the client reads it: what is filled in, and what is still to be. */
export function piecesOf({ text }: ApprovedView, values: Values): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const found of text.matchAll(PLACE)) {
    const value = values[found[1] ?? ''] ?? '';
    pieces.push(
      { text: text.slice(from, found.index), kind: 'words' },
      value.trim() ? { text: value, kind: 'filled' } : { text: found[0], kind: 'missing' },
    );
    from = found.index + found[0].length;
  }
  pieces.push({ text: text.slice(from), kind: 'words' });
  return pieces.filter((piece) => piece.text !== '');
}

/** The names of the places that nothing stands in yet. */
export function placesLeft({ parameters }: ApprovedView, values: Values): readonly string[] {
  return parameters.filter((name) => !values[name]?.trim());
}
