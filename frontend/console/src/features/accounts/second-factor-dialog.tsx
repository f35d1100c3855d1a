import { type FormEvent, useState } from 'react';
import { Refusal } from '../../foundation/http';
import { refusalWords } from '../../shell';
import { Banner, Button, CopyButton, Dialog, PasswordField, TextField, toast } from '../../ui';
import {
  beginSecondFactor,
  confirmSecondFactor,
  qrAddress,
  removeSecondFactor,
  renewCodes,
} from './second-factor';
import { useTexts } from './texts';

export type Purpose = 'set_up' | 'codes' | 'remove';

const TITLES = {
  set_up: 'second_factor_set_up_name',
  codes: 'second_factor_codes',
  remove: 'second_factor_remove',
} as const;

type Step =
  | { is: 'password' }
  | { is: 'app'; secret: string; picture: string }
  | { is: 'codes'; codes: readonly string[] };

/** What is asked in this step, sent by its button; a refusal stands below the field it is about. */
function useAsking(run: (value: string) => Promise<void>, missing: string) {
  const t = useTexts();
  const [value, setValue] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) {
      return;
    }
    if (value.trim() === '') {
      setError(missing);
      return;
    }
    setBusy(true);
    setError(null);
    try {
      await run(value);
    } catch (failure) {
      const code = failure instanceof Refusal ? failure.code : '';
      const known = code === 'wrong_password' || code === 'wrong_new_code';
      setError(known ? t(code) : refusalWords(failure));
    } finally {
      setBusy(false);
    }
  };
  return { value, setValue, busy, error, submit };
}

interface PartProps {
  onClose: () => void;
  run: (value: string) => Promise<void>;
}

function PasswordPart({ purpose, onClose, run }: PartProps & { purpose: Purpose }) {
  const t = useTexts();
  const { value, setValue, busy, error, submit } = useAsking(run, t('password_missing'));
  return (
    <form className="col" onSubmit={submit} noValidate>
      <p>{t(`second_factor_about_${purpose}`)}</p>
      <PasswordField
        label={t('present_password')}
        autoComplete="current-password"
        value={value}
        onChange={setValue}
        error={error}
      />
      <div className="dialog-buttons">
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button look={purpose === 'remove' ? 'red' : 'primary'} type="submit" busy={busy && t('saving')}>
          {t(purpose === 'remove' ? 'second_factor_turn_off' : 'continue')}
        </Button>
      </div>
    </form>
  );
}

function AppPart({ secret, picture, onClose, run }: PartProps & { secret: string; picture: string }) {
  const t = useTexts();
  const { value, setValue, busy, error, submit } = useAsking(run, t('code_missing'));
  return (
    <form className="col" onSubmit={submit} noValidate>
      <p>{t('second_factor_scan')}</p>
      <img className="second-factor-qr" src={picture} alt={t('second_factor_qr')} />
      <div>
        <div className="sm t3">{t('second_factor_type')}</div>
        <div className="row wrap g2">
          <code className="num second-factor-secret">{secret.match(/.{1,4}/g)?.join(' ')}</code>
          <CopyButton text={secret} size="s" aria-label={t('copy_secret')} />
        </div>
      </div>
      <TextField
        label={t('one_time_code')}
        hint={t('one_time_code_hint')}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={10}
        value={value}
        onChange={setValue}
        error={error}
      />
      <div className="dialog-buttons">
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button look="primary" type="submit" busy={busy && t('saving')}>
          {t('second_factor_turn_on')}
        </Button>
      </div>
    </form>
  );
}

function CodesPart({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const t = useTexts();
  return (
    <div className="col">
      <Banner tone="warn" icon="warning">
        {t('recovery_codes_once')}
      </Banner>
      <ul className="second-factor-codes num" aria-label={t('recovery_codes')}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="dialog-buttons">
        <CopyButton text={codes.join('\n')} aria-label={t('copy_codes')} />
        <Button look="primary" onClick={onClose}>
          {t('codes_kept')}
        </Button>
      </div>
    </div>
  );
}

/** Sets the second step up, makes new recovery codes, or turns it off; the password comes first. */
export function SecondFactorDialog({ purpose, onClose }: { purpose: Purpose; onClose: () => void }) {
  const t = useTexts();
  const [step, setStep] = useState<Step>({ is: 'password' });
  const withPassword = async (password: string) => {
    if (purpose === 'set_up') {
      const { secret } = await beginSecondFactor(password);
      setStep({ is: 'app', secret, picture: qrAddress() });
    } else if (purpose === 'codes') {
      setStep({ is: 'codes', codes: (await renewCodes(password)).recovery_codes });
    } else {
      await removeSecondFactor(password);
      toast({ title: t('second_factor_is_off'), icon: 'tick' });
      onClose();
    }
  };
  const withCode = async (code: string) => {
    setStep({ is: 'codes', codes: (await confirmSecondFactor(code)).recovery_codes });
  };
  return (
    <Dialog open onClose={onClose} title={t(step.is === 'codes' ? 'recovery_codes' : TITLES[purpose])}>
      {step.is === 'password' && <PasswordPart purpose={purpose} onClose={onClose} run={withPassword} />}
      {step.is === 'app' && (
        <AppPart secret={step.secret} picture={step.picture} onClose={onClose} run={withCode} />
      )}
      {step.is === 'codes' && <CodesPart codes={step.codes} onClose={onClose} />}
    </Dialog>
  );
}
