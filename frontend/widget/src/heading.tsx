/** Who is on the other side, and the chat's few commands. */
import type { Chat } from './chat';
import { Icon } from './icons';
import { say } from './texts';

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('');
}

function subtitle(chat: Chat, company: string): string {
  const conversation = chat.conversation.value;
  if (chat.ended) {
    return say('ended');
  }
  if (conversation?.state === 'queued') {
    return say('finding');
  }
  if (conversation?.operator) {
    return say('online', { company });
  }
  return chat.availability.value === 'offline' ? say('nobody') : say('replySoon');
}

export function Heading({ chat, page, onClose }: { chat: Chat; page: boolean; onClose: () => void }) {
  const company = chat.greeting.value?.texts.title ?? '';
  const conversation = chat.conversation.value;
  const operator = conversation?.operator;
  const live = conversation !== null && !chat.ended;
  return (
    <header>
      {operator && (
        <span class="face" aria-hidden="true">
          {initials(operator.name)}
        </span>
      )}
      <div>
        <b>{operator?.name ?? company}</b>
        <small>{subtitle(chat, company)}</small>
      </div>
      {live && (
        <details>
          <summary class="icon" aria-label={say('more')}>
            <Icon name="more" />
          </summary>
          <div class="menu">
            <button type="button" onClick={() => void chat.leave()}>
              {conversation.state === 'queued' ? say('leaveQueue') : say('endChat')}
            </button>
          </div>
        </details>
      )}
      {!page && (
        <button type="button" class="icon" aria-label={say('minimise')} onClick={onClose}>
          <Icon name="down" />
        </button>
      )}
    </header>
  );
}
