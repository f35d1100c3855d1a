/** The chat's window: heading, timeline or form, composer. A dialog that is not modal; Escape minimises it. */
import type { Chat } from './chat';
import { Composer } from './composer';
import { Heading } from './heading';
import { Lines, Typing } from './lines';
import { formsPart } from './parts';
import { isOver, operatorOf, type State } from './state';
import { words } from './texts';

interface Props {
  chat: Chat;
  /** Null where the chat is all there is on the page. */
  onClose: (() => void) | null;
  onTyping: () => void;
}

function Place({ chat }: { chat: Chat }) {
  const { conversation, availability } = chat.state;
  if (conversation?.state !== 'queued' || isOver(chat.state)) {
    return null;
  }
  const { queue_position: place, expected_wait_seconds: seconds } = conversation;
  const minutes = { count: Math.max(1, Math.round((seconds ?? 0) / 60)) };
  return (
    <>
      {place && availability !== 'offline' && (
        <div class="place" role="status">
          {words('youAreNumber')} <b>{place}</b>{' '}
          {seconds === null ? words('inQueue') : words('inQueueMinutes', minutes)}
        </div>
      )}
      <p class="hint">{words(availability === 'offline' ? 'leftMessage' : 'keepPlace')}</p>
      <button type="button" class="plain bare" onClick={() => chat.leave()}>
        {words('leaveQueue')}
      </button>
    </>
  );
}

function Welcome({ state }: { state: State }) {
  const { greeting, unsent } = state;
  const asks = unsent.every((line) => line.refused === 'details_missing');
  if (!greeting || state.messages.length > 0 || !asks) {
    return null;
  }
  const { fields, consent } = greeting.forms.start;
  const forms = fields.length > 0 || consent ? formsPart(state) : undefined;
  return (
    <>
      <div class="in">{greeting.texts.greeting ?? words('greeting')}</div>
      <div class="meta">{greeting.company.name}</div>
      <div class="ideas">
        {greeting.texts.suggestions.map((idea) => (
          <button
            key={idea}
            type="button"
            onClick={() => {
              state.draft = idea;
            }}
          >
            {idea}
          </button>
        ))}
      </div>
      {forms && <forms.StartForm state={state} />}
    </>
  );
}

/** Whether the form for a left message stands in the place of the composer. */
function leavesMessage(state: State): boolean {
  return (
    state.greeting?.when_unavailable === 'leave_message' &&
    state.availability === 'offline' &&
    (!state.conversation || isOver(state)) &&
    state.unsent.length === 0
  );
}

function Endings({ chat, offline }: { chat: Chat; offline: boolean }) {
  const { state } = chat;
  const { conversation } = state;
  const over = isOver(state);
  // Who left the queue has nothing to judge, and who left the chat is asked when it has ended.
  const ended = over && conversation?.id !== state.left && operatorOf(state);
  const rates = ended && (!conversation?.rated || state.rating.state === 'thanked');
  const forms = rates || offline ? formsPart(state) : undefined;
  return (
    <>
      {over && !offline && <p class="hint">{words('writeAgain')}</p>}
      {rates && forms && <forms.Rating chat={chat} />}
      {offline && forms && <forms.LeftMessage chat={chat} />}
    </>
  );
}

/** True when it was open. */
function closeMenu(panel: Element): boolean {
  const menu = panel.querySelector<HTMLDetailsElement>('details[open]');
  menu?.removeAttribute('open');
  return menu !== null;
}

export function ChatWindow({ chat, onClose, onTyping }: Props) {
  const { state } = chat;
  const { greeting } = state;
  const offline = leavesMessage(state);
  return (
    <section
      class="panel"
      role="dialog"
      aria-label={words('chatWith', { name: greeting?.company.name ?? 'Hovor' })}
      lang={state.language}
      hidden={!state.opened}
      onClick={({ currentTarget, target }) => {
        if (!(target as Element).closest('details')) {
          closeMenu(currentTarget);
        }
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          if (!closeMenu(event.currentTarget)) {
            onClose?.();
          }
        }
      }}
    >
      <Heading chat={chat} onClose={onClose} />
      <div role="status" class="strip">
        {state.cut && words(greeting ? 'reconnecting' : 'cannotConnect')}
      </div>
      <div class="body">
        {!offline && <Welcome state={state} />}
        <Lines chat={chat} />
        <Typing name={state.typing} />
        <Place chat={chat} />
        <Endings chat={chat} offline={offline} />
        <div role="alert">{state.failure && <span class="error">{words(state.failure)}</span>}</div>
      </div>
      {!offline && <Composer chat={chat} onTyping={onTyping} />}
      <div class="by">{words('by')}</div>
    </section>
  );
}
