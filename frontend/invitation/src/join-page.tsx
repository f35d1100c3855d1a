import { useState } from 'preact/hooks';
import { join, type Refused } from './api';
import { Action, Card, Field, Frame } from './frame';
import { groupedCode } from './stage';
import { words } from './texts';

/** Typing a code that somebody was told on the phone. No answer says whether a wrong one ever existed. */
export function JoinPage() {
  const [code, setCode] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const go = async () => {
    setBusy(true);
    try {
      location.assign((await join(code)).url);
      return;
    } catch (failure) {
      const { status, retryAfterSeconds } = failure as Refused;
      if (status === 429) {
        setError(words('too_often', { count: retryAfterSeconds || 1 }));
      } else {
        setError(words(status === 0 ? 'cannot_connect' : 'wrong_code'));
      }
    }
    setBusy(false);
    document.getElementById('code')?.focus();
  };
  return (
    <Frame company={null} look={null}>
      <Card picture="keyboard" title={words('type_code')} about={words('type_code_words')}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void go();
          }}
        >
          <Field id="code" label={words('code')} error={error}>
            {(described) => (
              <input
                {...described}
                class="code"
                autocomplete="off"
                autocapitalize="characters"
                spellcheck={false}
                maxLength={12}
                value={code}
                onInput={(event) => {
                  setError(null);
                  setCode(groupedCode(event.currentTarget.value));
                }}
              />
            )}
          </Field>
          <Action main disabled={busy}>
            {words('continue')}
          </Action>
        </form>
      </Card>
    </Frame>
  );
}
