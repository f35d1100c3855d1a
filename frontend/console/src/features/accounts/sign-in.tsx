import { type FormEvent, useRef, useState } from 'react';
import { Banner, Button, Logo, PasswordField, TextField, useNow } from '../../ui';
import { CodeForm } from './code-form';
import { LanguageChoice } from './language-choice';
import './sign-in.css';
import { SignInPicture } from './sign-in-picture';
import { useTexts } from './texts';
import { type SignInFault, useSetUpFirst, useSignIn } from './use-sign-in';

/** Seconds until the next try is allowed; 0 when it is. */
function useSecondsToWait(fault: SignInFault | undefined): number {
  const until = fault?.until ?? 0;
  return useNow((now) => Math.max(0, Math.ceil((until - now) / 1000)));
}

function SignInForm({ onStep }: { onStep: (second: boolean) => void }) {
  const t = useTexts();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [missing, setMissing] = useState<'email' | 'password'>();
  const { signIn, busy, fault } = useSignIn();
  const wait = useSecondsToWait(fault);
  const [second, setSecond] = useState(false);
  const goTo = (next: boolean) => {
    setSecond(next);
    onStep(next);
  };
  const form = useRef<HTMLFormElement>(null);
  const focus = (name: string) => form.current?.querySelector<HTMLInputElement>(`[name=${name}]`)?.select();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const absent = (email.trim() === '' && 'email') || (password === '' && 'password') || undefined;
    setMissing(absent);
    if (absent) {
      focus(absent);
    } else if (!busy && wait === 0) {
      const outcome = await signIn(email, password);
      if (outcome === 'code') {
        goTo(true);
      } else if (outcome === 'failed') {
        focus('password');
      }
    }
  };
  if (second) {
    return (
      <CodeForm
        busy={busy}
        fault={fault && (wait > 0 || fault.until === undefined) ? fault.words : undefined}
        wait={wait > 0 && t('wait_seconds', { count: wait })}
        onCode={async (code) => {
          await signIn(email, password, code);
        }}
        onBack={() => {
          setPassword('');
          goTo(false);
        }}
      />
    );
  }
  return (
    <form className="auth-form" ref={form} onSubmit={submit} noValidate>
      {fault && (wait > 0 || fault.until === undefined) && (
        <Banner tone="bad" icon="warning" role="alert">
          {fault.words}
        </Banner>
      )}
      <TextField
        large
        label={t('email')}
        name="email"
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        value={email}
        onChange={setEmail}
        error={missing === 'email' ? t('email_missing') : null}
      />
      <PasswordField
        large
        label={t('password')}
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        error={missing === 'password' ? t('password_missing') : null}
      />
      <Button
        look="primary"
        size="l"
        block
        type="submit"
        busy={busy && t('signing_in')}
        disabledBecause={wait > 0 && t('wait_seconds', { count: wait })}
      >
        {t('sign_in')}
      </Button>
      {wait > 0 && (
        <p className="hint num" aria-hidden="true">
          {t('wait_seconds', { count: wait })}
        </p>
      )}
    </form>
  );
}

/** The sign-in screen; a picture stands beside it where there is room. */
export function SignIn() {
  const t = useTexts();
  const [second, setSecond] = useState(false);
  useSetUpFirst();
  return (
    <div className="auth">
      <main className="auth-side">
        <div className="auth-middle">
          <div className="row auth-name">
            <Logo size={34} />
            <b>Hovor</b>
          </div>
          <h1>{t(second ? 'enter_code' : 'sign_in')}</h1>
          <SignInForm onStep={setSecond} />
        </div>
        <LanguageChoice />
      </main>
      <SignInPicture />
    </div>
  );
}
