/** The chat's window: heading, timeline or form, composer. A dialog that is not modal; Escape minimises it. */
import type { Chat } from './chat';
import { Composer } from './composer';
import { Heading } from './heading';
import type { Http } from './http';
import { Lines, Typing } from './lines';
import { StartForm, tellAnswers } from './start';
import { Cell } from './state';
import { say, spokenLanguage } from './texts';

interface Props {
  chat: Chat;
  http: Http;
  page: boolean;
  theme: 'light' | 'dark';
  onClose: () => void;
  onTyping: () => void;
}

type Later = typeof import('./later');

/** Forms that few visitors see come when the first of them is needed. */
const later = new Cell<Later | null>(null);
let fetching = false;

function fetchLater(): void {
  if (!fetching) {
    fetching = true;
    import('./later').then(
      (module) => {
        later.value = module;
      },
      () => {
        fetching = false; // tried again the next time it is needed
      },
    );
  }
}

function Place({ chat }: { chat: Chat }) {
  const conversation = chat.conversation.value;
  if (conversation?.state !== 'queued') {
    return null;
  }
  const seconds = conversation.expected_wait_seconds;
  return (
    <>
      {conversation.queue_position !== null && (
        <div class="place" role="status">
          {say('youAreNumber')} <b>{conversation.queue_position}</b>{' '}
          {seconds === null
            ? say('inQueue')
            : say('inQueueMinutes', { count: Math.max(1, Math.round(seconds / 60)) })}
        </div>
      )}
      <p class="hint">{say('keepPlace')}</p>
      <button type="button" class="plain bare" onClick={() => void chat.leave()}>
        {say('leaveQueue')}
      </button>
    </>
  );
}

function Welcome({ chat }: { chat: Chat }) {
  const greeting = chat.greeting.value;
  if (!greeting || chat.messages.value.length > 0 || chat.unsent.value.length > 0) {
    return null;
  }
  return (
    <>
      <div class="in">{greeting.texts.greeting}</div>
      <div class="meta">{greeting.company.name}</div>
      <div class="ideas">
        {greeting.texts.suggestions.map((idea) => (
          <button
            key={idea}
            type="button"
            onClick={() => {
              chat.draft.value = idea;
            }}
          >
            {idea}
          </button>
        ))}
      </div>
      <StartForm greeting={greeting} />
    </>
  );
}

/** Whether the form for a left message stands in the place of the composer. */
function leavesMessage(chat: Chat): boolean {
  return (
    chat.greeting.value?.when_unavailable === 'leave_message' &&
    chat.availability.value === 'offline' &&
    (chat.conversation.value === null || chat.ended) &&
    chat.unsent.value.length === 0
  );
}

function Endings({ chat, http, offline }: { chat: Chat; http: Http; offline: boolean }) {
  const greeting = chat.greeting.value;
  const conversation = chat.conversation.value;
  const asksRating = chat.ended && conversation !== null && !conversation.rated;
  if (asksRating || offline) {
    fetchLater();
  }
  const forms = later.value;
  return (
    <>
      {asksRating && forms && <forms.Rating conversation={conversation.id} http={http} />}
      {chat.ended && !offline && <p class="hint">{say('writeAgain')}</p>}
      {offline && greeting && forms && <forms.OfflineForm chat={chat} http={http} greeting={greeting} />}
    </>
  );
}

export function ChatWindow({ chat, http, page, theme, onClose, onTyping }: Props) {
  const greeting = chat.greeting.value;
  const offline = leavesMessage(chat);
  const away = chat.connection.value === 'reconnecting';
  return (
    <section
      class={`panel ${page ? 'page' : ''} ${theme}`}
      role="dialog"
      aria-label={say('chatWith', { name: greeting?.company.name ?? 'Hovor' })}
      lang={spokenLanguage()}
      hidden={!chat.opened.value}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !page) {
          event.stopPropagation();
          onClose();
        }
      }}
    >
      <Heading chat={chat} page={page} onClose={onClose} />
      <div role="status" class={away ? 'strip' : ''}>
        {away && say(greeting ? 'reconnecting' : 'cannotConnect')}
      </div>
      <div class="body">
        <Welcome chat={chat} />
        <Lines chat={chat} http={http} />
        <Typing chat={chat} />
        <Place chat={chat} />
        <Endings chat={chat} http={http} offline={offline} />
        <div role="alert">{chat.refusal.value && <span class="error">{chat.refusal.value}</span>}</div>
      </div>
      {!offline && <Composer chat={chat} http={http} onTyping={onTyping} before={() => tellAnswers(chat)} />}
      <div class="by">{say('by')}</div>
    </section>
  );
}
