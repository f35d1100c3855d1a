/** The chat's window: heading, timeline or form, composer. A dialog that is not modal; Escape minimises it. */
import type { Chat } from './chat';
import { bring, Composer } from './composer';
import { Heading } from './heading';
import { Lines, Typing } from './lines';
import { endedPart, filesPart, formsPart, offlinePart } from './parts';
import { isOver, type State } from './state';
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
  if (availability === 'offline') {
    return offlinePart(chat.state) && <p class="hint">{words('leftMessage')}</p>;
  }
  const { queue_position: place, expected_wait_seconds: seconds } = conversation;
  const minutes = { count: Math.max(1, Math.round((seconds ?? 0) / 60)) };
  return (
    <>
      {place && (
        <div class="place" role="status">
          {words('youAreNumber')} <b>{place}</b>{' '}
          {seconds === null ? words('inQueue') : words('inQueueMinutes', minutes)}
        </div>
      )}
      <p class="hint">{words('keepPlace')}</p>
      <button type="button" class="plain" onClick={() => chat.leave()}>
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
  const forms = (fields.length || consent || greeting.texts.suggestions.length) && formsPart(state);
  return (
    <>
      <div class="in">{greeting.texts.greeting ?? words('greeting')}</div>
      <div class="meta">{greeting.company.name}</div>
      {forms ? <forms.Start state={state} /> : null}
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

export function ChatWindow({ chat, onClose, onTyping }: Props) {
  const { state } = chat;
  const { greeting } = state;
  const leaves = leavesMessage(state);
  const offline = leaves && offlinePart(state);
  const ended = isOver(state) && !leaves && endedPart(state);
  return (
    <section
      class="panel"
      role="dialog"
      aria-label={words('chatWith', { name: greeting?.company.name ?? 'Hovor' })}
      lang={state.language}
      hidden={!state.opened}
      onClick={({ target }) => {
        if (!(target as Element).closest('.more,.mail')) {
          state.menu = false;
        }
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          if (state.menu) {
            state.menu = false;
            event.currentTarget.querySelector<HTMLElement>('.more')?.focus();
          } else {
            onClose?.();
          }
        }
      }}
      onDragOver={(event) => {
        event.preventDefault();
        if (greeting?.limits.files) {
          filesPart(state)?.welcome(event.currentTarget);
        }
      }}
      onDrop={(event) => leaves || bring(chat, event, event.dataTransfer)}
      onPaste={(event) => bring(chat, event, event.clipboardData)}
    >
      <Heading chat={chat} onClose={onClose} />
      <div role="status" class="strip">
        {state.cut && words(greeting ? 'reconnecting' : 'cannotConnect')}
      </div>
      <div class="body">
        {!leaves && <Welcome state={state} />}
        <Lines chat={chat} />
        <Typing name={state.typing} />
        <Place chat={chat} />
        {ended && <ended.Ended chat={chat} />}
        {offline && <offline.LeftMessage chat={chat} />}
        <div role="alert">{state.failure && <span class="error">{state.failure}</span>}</div>
      </div>
      {!leaves && <Composer chat={chat} onTyping={onTyping} />}
      <div class="by">{words('by')}</div>
    </section>
  );
}
