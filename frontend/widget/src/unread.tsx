/**
 * What tells of a message that nobody has seen: its words beside the closed launcher, where a line of the page's own may
 * stand as well, and a number in the title. Fetched with the first of them.
 */
import { type State, unread } from './state';
import { words } from './texts';
import TEXTS from './texts/unread.en.json';
import STYLES from './unread.css?inline';

export { STYLES, TEXTS };

const LONGEST = 120;

export function Teaser({ state, onOpen }: { state: State; onOpen: () => void }) {
  const newest = unread(state).at(-1);
  const text = newest?.text ?? state.teaser ?? '';
  return (
    <div class="tease" hidden={!text}>
      <button type="button" onClick={onOpen}>
        {text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text}
      </button>
      {!newest && (
        <button
          type="button"
          aria-label={words('dismiss')}
          onClick={() => {
            state.teaser = null;
          }}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="m6 6 12 12M18 6 6 18" />
          </svg>
        </button>
      )}
    </div>
  );
}

/** What the page's title begins with because of us. */
let mark = '';

/** The page's own title stays what the page makes of it. */
export function nameTitle(count: number): void {
  const { title } = document;
  const own = title.startsWith(mark) ? title.slice(mark.length) : title;
  mark = count ? `(${count}) ` : '';
  if (title !== mark + own) {
    document.title = mark + own;
  }
}
