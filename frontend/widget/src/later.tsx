/** What only some visitors see, fetched when they do: the form for when nobody is there, and the rating after the end. */
import type { Chat } from './chat';
import type { Greeting } from './contract';
import { Field, mistake, Privacy, Problem } from './fields';
import type { Http } from './http';
import { Icon } from './icons';
import { newReference } from './memory';
import { Cell } from './state';
import { say } from './texts';

const left = new Cell({ email: '', name: '', text: '', tried: false, reference: '', state: 'writing' });

function mistakes() {
  return {
    email: mistake({ name: 'email', required: true }, left.value.email),
    text: left.value.text.trim() === '' ? ('required' as const) : null,
  };
}

async function leaveMessage(chat: Chat, http: Http): Promise<void> {
  const { email, text } = mistakes();
  // The reference stays the same until it has arrived, so that a second press cannot leave the message twice.
  left.value = { ...left.value, tried: true, reference: left.value.reference || newReference() };
  if (email || text || left.value.state === 'sending') {
    return;
  }
  const name = left.value.name.trim();
  left.value = { ...left.value, state: 'sending' };
  try {
    await http.send('POST', '/offline-message', {
      client_ref: left.value.reference,
      email: left.value.email.trim(),
      text: left.value.text.trim(),
      ...(name ? { name } : {}),
    });
    left.value = { ...left.value, text: '', tried: false, reference: '', state: 'left' };
    chat.remember();
  } catch {
    left.value = { ...left.value, state: 'failed' };
  }
}

/** Nobody is there: a message that waits for the morning. */
export function OfflineForm({ chat, http, greeting }: { chat: Chat; http: Http; greeting: Greeting }) {
  const { email, name, text, tried, state } = left.value;
  const problems = tried ? mistakes() : { email: null, text: null };
  const change = (values: Partial<typeof left.value>) => {
    left.value = { ...left.value, ...values };
  };
  if (state === 'left') {
    return (
      <p class="hint" role="status">
        {say('leftMessage')}
      </p>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void leaveMessage(chat, http);
      }}
      noValidate
    >
      <p>{greeting.texts.offline ?? say('offline')}</p>
      <Field
        field={{ name: 'email', required: true }}
        value={email}
        error={problems.email}
        onChange={(value) => change({ email: value })}
      />
      <Field
        field={{ name: 'name', required: false }}
        value={name}
        error={null}
        onChange={(value) => change({ name: value })}
      />
      <label>
        {say('message')}
        <textarea
          class="field"
          rows={4}
          value={text}
          maxLength={greeting.limits.text_characters}
          aria-invalid={problems.text !== null}
          aria-describedby={problems.text ? 'problem-text' : undefined}
          onInput={(event) => change({ text: event.currentTarget.value })}
        />
        <Problem id="problem-text" error={problems.text} />
      </label>
      <p class="meta">
        {say('emailUse')} <Privacy url={greeting.texts.privacy_url} />
      </p>
      <div role="alert">{state === 'failed' && <span class="error">{say('failed')}</span>}</div>
      <button type="submit" class="main" aria-busy={state === 'sending'}>
        <Icon name="send" /> {say('sendMessage')}
      </button>
    </form>
  );
}

const rated = new Cell({ conversation: '', rating: 0, comment: '', state: 'asking' });

/** Five steps and a few words; asked once, after the end. */
export function Rating({ conversation, http }: { conversation: string; http: Http }) {
  const { rating, comment, state } =
    rated.value.conversation === conversation ? rated.value : { rating: 0, comment: '', state: 'asking' };
  const change = (values: Partial<typeof rated.value>) => {
    rated.value = { rating, comment, state, ...values, conversation };
  };
  if (state === 'thanked') {
    return (
      <p class="hint" role="status">
        {say('thanks')}
      </p>
    );
  }
  const send = () =>
    http
      .send('POST', '/feedback', {
        conversation_id: conversation,
        rating,
        ...(comment.trim() ? { comment: comment.trim() } : {}),
      })
      .then(
        () => change({ state: 'thanked' }),
        () => change({ state: 'failed' }),
      );
  return (
    <div>
      <fieldset class="rate">
        <legend>{say('howWasIt')}</legend>
        {([1, 2, 3, 4, 5] as const).map((step) => (
          <button
            key={step}
            type="button"
            aria-pressed={rating === step}
            onClick={() => change({ rating: step })}
          >
            <b>{step}</b>
            {say(`rate${step}`)}
          </button>
        ))}
      </fieldset>
      {rating > 0 && (
        <>
          <textarea
            class="field"
            rows={2}
            maxLength={2000}
            aria-label={say('tellMore')}
            placeholder={say('tellMore')}
            value={comment}
            onInput={(event) => change({ comment: event.currentTarget.value })}
          />
          <button type="button" class="plain" onClick={() => void send()}>
            {say('sendRating')}
          </button>
        </>
      )}
      <div role="alert">{state === 'failed' && <span class="error">{say('failed')}</span>}</div>
    </div>
  );
}
