/** What there is to do when a chat has ended, fetched when one has: say how it was, keep a copy, write again. */
import type { Chat } from './chat';
import OWN from './ended.css?inline';
import MAIN from './main.css?inline';
import { operatorOf } from './state';
import { words } from './texts';
import TEXTS from './texts/ended.en.json';
import { MailTranscript, saveTranscript } from './transcript';

export { TEXTS };
export const STYLES = MAIN + OWN;

/** Five steps and a few words; asked once, after the end. */
function Rating({ chat }: { chat: Chat }) {
  const { state, http } = chat;
  const rating = state.rating ?? { stars: 0, comment: '' };
  const { stars, comment, state: phase } = rating;
  const change = (values: Partial<typeof rating>) => {
    state.rating = { ...rating, ...values };
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

export function Ended({ chat }: { chat: Chat }) {
  const { state } = chat;
  const { conversation, left, rating } = state;
  // Who left the queue has nothing to judge, and who left the chat is asked when it has ended.
  const judges = conversation?.id !== left && operatorOf(state);
  return (
    <>
      {judges && (!conversation?.rated || rating?.state === 'thanked') && <Rating chat={chat} />}
      <p class="hint">{words('writeAgain')}</p>
      <div class="pair">
        <button
          type="button"
          class="plain framed"
          onClick={({ currentTarget }) =>
            currentTarget.closest('.panel')?.querySelector<HTMLElement>('.compose textarea')?.focus()
          }
        >
          {words('newChat')}
        </button>
        <button type="button" class="plain framed" onClick={() => saveTranscript(state)}>
          {words('saveTranscript')}
        </button>
      </div>
      <MailTranscript chat={chat} look="plain framed" />
    </>
  );
}
