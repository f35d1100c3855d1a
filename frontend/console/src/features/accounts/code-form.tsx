import { type FormEvent, useState } from 'react';
import { Banner, Button, TextField } from '../../ui';
import { useTexts } from './texts';

export interface CodeFormProps {
  busy: boolean;
  fault: string | undefined;
  /** Why it cannot be tried just now. */
  wait: string | false;
  onCode: (code: string) => Promise<void>;
  onBack: () => void;
}

/** The second step: the app's code, or one of the codes for when the app is lost. */
export function CodeForm({ busy, fault, wait, onCode, onBack }: CodeFormProps) {
  const t = useTexts();
  const [recovers, setRecovers] = useState(false);
  const [code, setCode] = useState('');
  const [missing, setMissing] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setMissing(code.trim() === '');
    if (!busy && !wait && code.trim() !== '') {
      await onCode(code.trim());
      setCode('');
    }
  };
  const change = () => {
    setRecovers(!recovers);
    setCode('');
    setMissing(false);
  };
  return (
    <form className="auth-form" onSubmit={submit} noValidate>
      {fault && (
        <Banner tone="bad" icon="warning" role="alert">
          {fault}
        </Banner>
      )}
      <TextField
        key={String(recovers)}
        large
        autoFocus
        label={t(recovers ? 'recovery_code' : 'one_time_code')}
        hint={t(recovers ? 'recovery_code_hint' : 'one_time_code_hint')}
        name="code"
        inputMode={recovers ? 'text' : 'numeric'}
        autoComplete="one-time-code"
        autoCapitalize="characters"
        maxLength={20}
        value={code}
        onChange={setCode}
        error={missing ? t('code_missing') : null}
      />
      <Button
        look="primary"
        size="l"
        block
        type="submit"
        busy={busy && t('signing_in')}
        disabledBecause={wait}
      >
        {t('continue')}
      </Button>
      <Button look="quiet" block onClick={change}>
        {t(recovers ? 'use_app' : 'use_recovery_code')}
      </Button>
      <Button look="quiet" block onClick={onBack}>
        {t('back')}
      </Button>
    </form>
  );
}
