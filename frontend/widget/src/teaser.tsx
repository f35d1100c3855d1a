import type { Chat } from './chat';
import { Icon } from './icons';
import { Cell } from './state';
import { say } from './texts';

/** The line beside the closed launcher: set by the page's `trigger`, or the operator's newest words. */
export const teaserText = new Cell<string | null>(null);

export function Teaser({ chat, theme, onOpen }: { chat: Chat; theme: string; onOpen: () => void }) {
  const newest =
    chat.unread > 0 ? chat.messages.value.findLast((line) => line.author.kind === 'operator') : undefined;
  const text = newest?.text ?? teaserText.value;
  if (chat.opened.value || !text) {
    return null;
  }
  return (
    <div class={`tease ${theme}`}>
      <button type="button" onClick={onOpen}>
        {text.length > 120 ? `${text.slice(0, 119)}…` : text}
      </button>
      {!newest && (
        <button
          type="button"
          aria-label={say('dismiss')}
          onClick={() => {
            teaserText.value = null;
          }}
        >
          <Icon name="x" small />
        </button>
      )}
    </div>
  );
}
