/**
 * What is asked and suggested beside the first message, fetched where a channel does, and the fields of questions, which the
 * form for a left message shares. An answer is judged when its field is left or the form is sent, and never while it is written.
 */
import STYLES from './forms.css?inline';
import type { Question, State } from './state';
import { type TextKey, words } from './texts';
import TEXTS from './texts/forms.en.json';

export { STYLES, TEXTS };

interface Asked {
  readonly name: Question;
  readonly required: boolean;
}

/** What the visitor has typed there; what he says is the same draft whether or not somebody is there to read it. */
function typed(state: State, name: Question): string | undefined {
  return name === 'text' ? state.draft : state.answers[name];
}

/** What is wrong with an answer; undefined when it may be sent. */
export function mistake({ name, required }: Asked, value = ''): TextKey | undefined {
  if (!value.trim()) {
    return required ? 'required' : undefined;
  }
  return name === 'email' && !/^[^@\s]+@[^@\s]+\.[^@\s.]{2,}$/.test(value.trim()) ? 'badEmail' : undefined;
}

/** Shows what is wrong and puts the visitor into the first such field of the panel. True when there is nothing. */
export function judge(state: State, fields: readonly Asked[], within: Element): boolean {
  const found = fields.map((field) => [field.name, mistake(field, typed(state, field.name))] as const);
  state.mistakes = Object.fromEntries(found.filter(([, wrong]) => wrong));
  const good = found.every(([, wrong]) => !wrong);
  if (!good) {
    queueMicrotask(() =>
      within.closest('.panel')?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(),
    );
  }
  return good;
}

/** Likewise, and what the visitor has told goes with his message. */
export function mayBeSent(state: State, fields: readonly Asked[], within: Element): boolean {
  const given = Object.entries(state.answers).filter(([, value]) => value !== '');
  state.details = given.length ? Object.fromEntries(given) : undefined;
  return judge(state, fields, within);
}

/** A field with `rows` is that of what the visitor says. */
export function Field({ state, field, rows }: { state: State; field: Asked; rows?: number }) {
  const { name, required } = field;
  const wrong = state.mistakes[name];
  const keyboard = name === 'phone' ? 'tel' : name;
  const control = {
    id: `field-${name}`,
    autocomplete: keyboard,
    value: typed(state, name) ?? '',
    'aria-required': required,
    'aria-invalid': wrong !== undefined,
    'aria-describedby': wrong && `wrong-${name}`,
    onInput: ({ currentTarget: { value } }: { currentTarget: { value: string } }) => {
      if (rows) {
        state.draft = value;
      } else {
        state.answers = { ...state.answers, [name]: value };
      }
      state.mistakes = { ...state.mistakes, [name]: undefined };
    },
    onBlur: () => {
      const found = mistake({ name, required: false }, typed(state, name));
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

export function Privacy({ state }: { state: State }) {
  const url = state.greeting?.texts.privacy_url;
  return url ? (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {words('privacy')}
    </a>
  ) : null;
}

/** What one may begin with, and who the visitor is; the first message itself stands in the composer. */
export function Start({ state }: { state: State }) {
  return (
    <>
      <div class="ideas">
        {state.greeting?.texts.suggestions.map((idea) => (
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
      <StartForm state={state} />
    </>
  );
}

function StartForm({ state }: { state: State }) {
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
