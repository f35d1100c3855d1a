/** A piece of a text: words, or an address that can be followed. */
export type Piece = string | { readonly address: string };

const ADDRESS = /\bhttps?:\/\/[^\s<>"'“”‘’]+/g;
/** What ends a sentence does not belong to the address before it. */
const ENDING = /[.,;:!?…]+$/;

/** A closing bracket belongs to the address only if it was opened in it. */
function withoutStrayBracket(address: string): string {
  const strays = address.endsWith(')') && address.split('(').length < address.split(')').length;
  return strays ? address.slice(0, -1) : address;
}

function trimmed(address: string): string {
  const shorter = withoutStrayBracket(address.replace(ENDING, ''));
  return shorter === address ? address : trimmed(shorter);
}

function isAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** Splits a text at its web addresses. Nothing but http and https is ever followed. */
export function linkify(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = trimmed(match[0]);
    if (isAddress(address)) {
      pieces.push(text.slice(end, match.index), { address });
      end = match.index + address.length;
    }
  }
  pieces.push(text.slice(end));
  return pieces.filter((piece) => piece !== '');
}
