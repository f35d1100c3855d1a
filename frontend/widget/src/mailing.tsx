/** Where the transcript goes by e-mail; fetched with the first wish for one. */
import type { Chat } from './chat';
import { STYLES as FIELDS, Field, judge, TEXTS as QUESTIONS } from './forms';
import type { Refusal } from './http';
import OWN from './mailing.css?inline';
import MAIN from './main.css?inline';
import { words } from './texts';
import TEXT from './texts/mailing.en.json';

export const STYLES = FIELDS + MAIN + OWN;
export const TEXTS = { ...QUESTIONS, ...TEXT };

const ADDRESS = { name: 'email', required: true } as const;

/** The same function at every drawing, so that the visitor is put there once. */
function enter(form: HTMLElement | null): void {
  form?.querySelector('input')?.focus();
}

async function send({ state, http }: Chat, id: string, email: string): Promise<void> {
  state.mailing = { id, phase: 'sending' };
  try {
    await http.send('/transcript', { conversation_id: id, email });
    state.mailing = { id, phase: 'sent' };
  } catch (error) {
    const { status } = error as Partial<Refusal>;
    state.mailing = { id, phase: status === 429 ? 'mailTooOften' : 'failed' };
  }
}

export function Mailing({ chat }: { chat: Chat }) {
  const { state } = chat;
  const { id = '', phase } = state.mailing ?? {};
  const email = (state.answers.email ?? '').trim();
  if (phase === 'sent') {
    return <p role="status">{words('mailSent', { email })}</p>;
  }
  return (
    <form
      ref={enter}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (phase !== 'sending' && judge(state, [ADDRESS], event.currentTarget)) {
          void send(chat, id, email);
        }
      }}
    >
      <Field state={state} field={ADDRESS} />
      <small>{words('mailUse')}</small>
      <div role="alert">{phase && phase !== 'sending' && <span class="error">{words(phase)}</span>}</div>
      <button type="submit" class="main" aria-busy={phase === 'sending'}>
        {words('sendTranscript')}
      </button>
    </form>
  );
}
