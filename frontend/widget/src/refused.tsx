/** A message that the server will never take as it is, fetched with the first of them. */
import type { Chat } from './chat';
import type { Unsent } from './memory';
import { words } from './texts';
import TEXTS from './texts/refused.en.json';

export { TEXTS };
export const STYLES = '';

export function Refused({ line, chat }: { line: Unsent; chat: Chat }) {
  return (
    <div class="meta mine error" role="alert">
      {words(line.refused === 'text_too_long' ? 'tooLong' : 'notSent')}
      <button type="button" onClick={() => chat.again(line)}>
        {words('sendAgain')}
      </button>
    </div>
  );
}
