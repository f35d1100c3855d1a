/** Who is on the other side, and the chat's few commands. */
import type { Chat } from './chat';
import { Icon } from './icons';
import { isOver, operatorOf, type State } from './state';
import { words } from './texts';

function initials(name: string): string {
  const [first = '', ...rest] = name.split(/\s+/);
  return [first, rest.at(-1) ?? ''].map((word) => [...word][0] ?? '').join('');
}

function subtitle(state: State, company: string): string {
  if (isOver(state)) {
    return words('ended');
  }
  if (state.availability === 'offline' && state.conversation?.state !== 'active') {
    return words('nobody');
  }
  switch (state.conversation?.state) {
    case 'active':
      return words('online', { company });
    case 'queued':
      return words('finding');
    default:
      return words('replySoon');
  }
}

export function Heading({ chat, onClose }: { chat: Chat; onClose: (() => void) | null }) {
  const { state } = chat;
  const company = state.greeting?.company.name ?? '';
  const operator = operatorOf(state);
  return (
    <header>
      {operator && (
        <span class="face" aria-hidden="true">
          {initials(operator)}
        </span>
      )}
      <div>
        <b>{operator ?? company}</b>
        {company && <small>{subtitle(state, company)}</small>}
      </div>
      {state.conversation && !isOver(state) && (
        <details>
          <summary class="icon" aria-label={words('more')}>
            <Icon name="more" />
          </summary>
          <button type="button" onClick={() => chat.leave()}>
            {words(state.conversation.state === 'queued' ? 'leaveQueue' : 'endChat')}
          </button>
        </details>
      )}
      {onClose && (
        <button type="button" class="icon" aria-label={words('minimise')} onClick={onClose}>
          <Icon name="down" />
        </button>
      )}
    </header>
  );
}
