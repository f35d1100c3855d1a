import { Fragment } from 'react';
import { linkify } from './linkify';

const MENTION = /(@[\p{L}\p{N}_-]+)/u;

function Words({ text, mentions }: { text: string; mentions: boolean }) {
  if (!mentions) {
    return text;
  }
  // At odd places stands what the pattern found.
  return text.split(MENTION).map((piece, place) => {
    const key = `${place} ${piece}`;
    return place % 2 ? (
      <span className="hl" key={key}>
        {piece}
      </span>
    ) : (
      <Fragment key={key}>{piece}</Fragment>
    );
  });
}

/** A text as it was written, its addresses as links. It is never read as markup. */
export function SaidText({ text, mentions = false }: { text: string; mentions?: boolean }) {
  return (
    <p className="said" dir="auto">
      {linkify(text).map((piece, place) => {
        const key = `${place}`;
        return typeof piece === 'string' ? (
          <Words key={key} text={piece} mentions={mentions} />
        ) : (
          <a key={key} href={piece.address} target="_blank" rel="noopener noreferrer nofollow">
            {piece.address}
          </a>
        );
      })}
    </p>
  );
}
