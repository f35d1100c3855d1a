/** The line beside the closed launcher: the operator's newest words, or what the page's `trigger` says. */
import { Icon } from './icons';
import { type State, unread } from './state';
import STYLES from './teaser.css?inline';
import { words } from './texts';
import TEXTS from './texts/teaser.en.json';

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
          <Icon name="x" />
        </button>
      )}
    </div>
  );
}
