/** Who the visitor is: asked beside the first message, which itself stands in the composer. */
import type { Chat } from './chat';
import type { Details, Greeting } from './contract';
import { Field, mistake, Privacy } from './fields';
import { Cell } from './state';
import { say, type TextKey } from './texts';

const answers = new Cell<Details>({});
/** The mistakes of the last attempt to send; typing takes them back. */
const wrong = new Cell<Readonly<Partial<Record<string, TextKey>>>>({});

function change(values: Details): void {
  answers.value = { ...answers.value, ...values };
  wrong.value = {};
}

export function StartForm({ greeting }: { greeting: Greeting }) {
  const { fields, consent } = greeting.forms.start;
  return (
    <form class="push" onSubmit={(event) => event.preventDefault()} noValidate>
      {fields.map((field) => (
        <Field
          key={field.name}
          field={field}
          value={answers.value[field.name] ?? ''}
          error={wrong.value[field.name] ?? null}
          onChange={(value) => change({ [field.name]: value })}
        />
      ))}
      {consent && (
        <label class="tick">
          <input
            type="checkbox"
            checked={answers.value.consent ?? false}
            onChange={(event) => change({ consent: event.currentTarget.checked })}
          />
          <span>
            {say('consent')} <Privacy url={greeting.texts.privacy_url} />
          </span>
        </label>
      )}
    </form>
  );
}

/** Tells the answers before the first message. False, with the mistakes shown, when one of them cannot be used. */
export function tellAnswers(chat: Chat): boolean {
  const fields = chat.greeting.value?.forms.start.fields ?? [];
  if (chat.messages.value.length > 0) {
    return true;
  }
  const found: Partial<Record<string, TextKey>> = {};
  for (const field of fields) {
    const problem = mistake(field, answers.value[field.name] ?? '');
    if (problem) {
      found[field.name] = problem;
    }
  }
  wrong.value = found;
  if (Object.keys(found).length > 0) {
    return false;
  }
  const told = Object.fromEntries(Object.entries(answers.value).filter(([, value]) => value !== ''));
  if (Object.keys(told).length > 0) {
    chat.tell(told).catch(() => undefined);
  }
  return true;
}
