/** Who is on the other side, and the way to the chat's few commands. */
import type { Chat } from './chat';
import { Icon } from './icons';
import { menuPart } from './parts';
import { isOver, operatorOf, type State } from './state';
import { words } from './texts';

function initials(name: string): string {
  const [first = '', ...rest] = name.split(/\s+/);
  return [first, rest.at(-1) ?? ''].map((word) => [...word][0] ?? '').join('');
}

function subtitle(state: State, company: string): string {
  const phase = state.conversation?.state;
  if (isOver(state)) {
    return words('ended');
  }
  if (phase === 'active') {
    return words('online', { company });
  }
  if (state.availability === 'offline') {
    return words('nobody');
  }
  return words(phase === 'queued' ? 'finding' : 'replySoon');
}

export function Heading({ chat, onClose }: { chat: Chat; onClose: (() => void) | null }) {
  const { state } = chat;
  const { menu } = state;
  const company = state.greeting?.company.name ?? '';
  const operator = operatorOf(state);
  const picture = state.conversation?.operator?.picture;
  const commands = menu && menuPart(state);
  return (
    <header>
      {operator && (
        <span class="face" aria-hidden="true">
          {picture ? <img src={picture} alt="" /> : initials(operator)}
        </span>
      )}
      <div>
        <b>{operator ?? company}</b>
        {company && <small>{subtitle(state, company)}</small>}
      </div>
      {state.conversation && !isOver(state) && (
        <button
          type="button"
          class="icon more"
          aria-label={words('more')}
          aria-expanded={menu}
          onClick={() => {
            state.menu = !menu;
          }}
        >
          <Icon name="more" />
        </button>
      )}
      {commands && <commands.Menu chat={chat} />}
      {onClose && (
        <button type="button" class="icon" aria-label={words('minimise')} onClick={onClose}>
          <Icon name="down" />
        </button>
      )}
    </header>
  );
}
