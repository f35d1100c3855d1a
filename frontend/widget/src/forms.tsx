/**
 * The panel's forms, fetched with the first of them: who the visitor is, a message for when nobody is there, and how it was.
 * An answer is judged when its field is left or the form is sent, and never while it is written.
 */
import type { Chat } from './chat';
import STYLES from './forms.css?inline';
import { Icon } from './icons';
import { newReference } from './memory';
import type { Question, State } from './state';
import { type TextKey, words } from './texts';
import TEXTS from './texts/forms.en.json';

export { STYLES, TEXTS };

interface Asked {
  readonly name: Question;
  readonly required: boolean;
}

/** What is wrong with an answer; undefined when it may be sent. */
export function mistake({ name, required }: Asked, value = ''): TextKey | undefined {
  if (!value.trim()) {
    return required ? 'required' : undefined;
  }
  return name === 'email' && !/^[^@\s]+@[^@\s]+\.[^@\s.]{2,}$/.test(value.trim()) ? 'badEmail' : undefined;
}

/** Shows what is wrong and puts the visitor into the first such field of the panel. True when there is nothing. */
export function mayBeSent(state: State, fields: readonly Asked[], within: Element): boolean {
  const found = fields.map((field) => [field.name, mistake(field, state.answers[field.name])] as const);
  state.mistakes = Object.fromEntries(found.filter(([, wrong]) => wrong));
  const good = found.every(([, wrong]) => !wrong);
  if (!good) {
    queueMicrotask(() =>
      within.closest('.panel')?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(),
    );
  }
  return good;
}

function Field({ state, field, rows }: { state: State; field: Asked; rows?: number }) {
  const { name, required } = field;
  const wrong = state.mistakes[name];
  const keyboard = name === 'phone' ? 'tel' : name;
  const control = {
    id: `field-${name}`,
    autocomplete: keyboard,
    value: state.answers[name] ?? '',
    'aria-required': required,
    'aria-invalid': wrong !== undefined,
    'aria-describedby': wrong && `wrong-${name}`,
    onInput: ({ currentTarget }: { currentTarget: { value: string } }) => {
      state.answers = { ...state.answers, [name]: currentTarget.value };
      state.mistakes = { ...state.mistakes, [name]: undefined };
    },
    onBlur: () => {
      const found = mistake({ name, required: false }, state.answers[name]);
      state.mistakes = { ...state.mistakes, [name]: found };
    },
  };
  return (
    <div>
      <label for={control.id}>
        {words(name)} {!required && <em>{words('optional')}</em>}
      </label>
      {rows ? (
        <textarea {...control} rows={rows} maxLength={state.greeting?.limits.text_characters} />
      ) : (
        <input {...control} inputMode={keyboard as 'tel'} maxLength={200} />
      )}
      {wrong && (
        <span class="error" id={`wrong-${name}`}>
          {words(wrong)}
        </span>
      )}
    </div>
  );
}

function Privacy({ state }: { state: State }) {
  const url = state.greeting?.texts.privacy_url;
  return url ? (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {words('privacy')}
    </a>
  ) : null;
}

/** Who the visitor is: asked beside the first message, which itself stands in the composer. */
export function StartForm({ state }: { state: State }) {
  const { fields = [], consent } = state.greeting?.forms.start ?? {};
  return (
    <form class="push" noValidate onSubmit={(event) => event.preventDefault()}>
      {fields.map((field) => (
        <Field key={field.name} state={state} field={field} />
      ))}
      {consent && (
        <label class="tick">
          <input
            type="checkbox"
            checked={state.answers.consent ?? false}
            onChange={({ currentTarget }) => {
              state.answers = { ...state.answers, consent: currentTarget.checked };
            }}
          />
          <span>
            {words('consent')} <Privacy state={state} />
          </span>
        </label>
      )}
    </form>
  );
}

const LEFT_MESSAGE = [
  { name: 'email', required: true },
  { name: 'name', required: false },
  { name: 'text', required: true },
] as const;

/** The same until it has arrived, so that a second press cannot leave the message twice. */
let reference = newReference();

async function leaveMessage(chat: Chat): Promise<void> {
  const { state } = chat;
  const { email = '', name = '', text = '' } = state.answers;
  state.leaving = 'sending';
  try {
    await chat.http.send('/offline-message', {
      client_ref: reference,
      email: email.trim(),
      text: text.trim(),
      name: name.trim() || null,
    });
    chat.remember();
    reference = newReference();
    state.answers = { ...state.answers, text: '' };
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
        <Field key={field.name} state={state} field={field} {...(field.name === 'text' && { rows: 3 })} />
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

/** Five steps and a few words; asked once, after the end. */
export function Rating({ chat }: { chat: Chat }) {
  const { state, http } = chat;
  const { stars, comment, state: phase } = state.rating;
  const change = (values: Partial<typeof state.rating>) => {
    state.rating = { ...state.rating, ...values };
  };
  if (phase === 'thanked') {
    return (
      <p class="hint" role="status">
        {words('thanks')}
      </p>
    );
  }
  const send = () =>
    http
      .send('/feedback', {
        conversation_id: state.conversation?.id,
        rating: stars,
        comment: comment.trim() || null,
      })
      .then(
        () => change({ state: 'thanked' }),
        () => change({ state: 'failed' }),
      );
  return (
    <fieldset class="rate">
      <legend>{words('howWasIt')}</legend>
      {([1, 2, 3, 4, 5] as const).map((step) => (
        <button
          key={step}
          type="button"
          aria-pressed={stars === step}
          onClick={() => change({ stars: step })}
        >
          <b>{step}</b>
          {words(`rate${step}`)}
        </button>
      ))}
      {stars > 0 && (
        <>
          <textarea
            rows={3}
            maxLength={2000}
            aria-label={words('tellMore')}
            placeholder={words('tellMore')}
            value={comment}
            onInput={({ currentTarget }) => change({ comment: currentTarget.value })}
          />
          <button type="button" class="main" onClick={() => void send()}>
            {words('sendRating')}
          </button>
        </>
      )}
      <div role="alert">{phase === 'failed' && <span class="error">{words('failed')}</span>}</div>
    </fieldset>
  );
}
