/** A message for when nobody is there, fetched with the first need of it. */
import type { Chat } from './chat';
import { STYLES as FIELDS, Field, mayBeSent, Privacy, TEXTS as QUESTIONS } from './forms';
import { Icon } from './icons';
import MAIN from './main.css?inline';
import { newReference } from './memory';
import { words } from './texts';
import OWN from './texts/offline.en.json';

export const STYLES = FIELDS + MAIN;
export const TEXTS = { ...QUESTIONS, ...OWN };

const LEFT_MESSAGE = [
  { name: 'email', required: true },
  { name: 'name', required: false },
  { name: 'text', required: true },
] as const;

/** The same until it has arrived, so that a second press cannot leave the message twice. */
let reference = newReference();

async function leaveMessage(chat: Chat): Promise<void> {
  const { state } = chat;
  const { email = '', name = '' } = state.answers;
  state.leaving = 'sending';
  try {
    await chat.http.send('/offline-message', {
      client_ref: reference,
      email: email.trim(),
      text: state.draft.trim(),
      name: name.trim() || null,
    });
    chat.remember();
    reference = newReference();
    state.draft = '';
    state.leaving = 'left';
  } catch {
    state.leaving = 'failed';
  }
}

/** Nobody is there: a message that waits for the morning. */
export function LeftMessage({ chat }: { chat: Chat }) {
  const { state } = chat;
  if (state.leaving === 'left') {
    return (
      <p class="hint" role="status">
        {words('leftMessage')}
      </p>
    );
  }
  return (
    <form
      class="tall"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (state.leaving !== 'sending' && mayBeSent(state, LEFT_MESSAGE, event.currentTarget)) {
          void leaveMessage(chat);
        }
      }}
    >
      <p>{state.greeting?.texts.offline ?? words('offline')}</p>
      {LEFT_MESSAGE.map((field) => (
        <Field key={field.name} state={state} field={field} {...(field.name === 'text' && { rows: 4 })} />
      ))}
      <small>
        {words('emailUse')} <Privacy state={state} />
      </small>
      <div role="alert">{state.leaving === 'failed' && <span class="error">{words('failed')}</span>}</div>
      <button type="submit" class="main push" aria-busy={state.leaving === 'sending'}>
        <Icon name="send" /> {words('sendMessage')}
      </button>
    </form>
  );
}
