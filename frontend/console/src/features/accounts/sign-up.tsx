import { type FormEvent, useRef, useState } from 'react';
import { spokenNow } from '../../../../shared/i18n';
import { Refusal, request } from '../../foundation/http';
import { AnswerPane, Link, navigate, refusalWords, useAnswer } from '../../shell';
import { Banner, Button, EmptyState, Logo, PasswordField, TextField, useFields } from '../../ui';
import { LanguageChoice } from './language-choice';
import './sign-in.css';
import { PASSWORD_CHARACTERS, passwordRule } from './password-rule';
import { SignInPicture } from './sign-in-picture';
import { texts, useTexts } from './texts';

/** What a sign-up link's page is about, as the server gives it to whoever opens it. */
interface SignUpPage {
  state: 'active' | 'used' | 'expired';
  company: string;
  email: string;
}

const FIELDS = ['name', 'password'] as const;

const RULES = {
  name: (value: string) => (value.trim() === '' ? texts('name_missing') : null),
  password: passwordRule,
};

interface SignUpFormProps {
  path: string;
  page: SignUpPage;
  /** The link has been used or has ended while the page was open. */
  onOver: () => void;
}

function SignUpForm({ path, page, onOver }: SignUpFormProps) {
  const t = useTexts();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const { values, bind, check, setFaults } = useFields<(typeof FIELDS)[number]>(
    { name: '', password: '' },
    RULES,
  );
  const form = useRef<HTMLFormElement>(null);
  const focus = (field: string) => form.current?.querySelector<HTMLInputElement>(`[name=${field}]`)?.focus();
  const refused = (failure: unknown) => {
    const about = failure instanceof Refusal && failure.fields.find(({ field }) => field === 'password');
    if (failure instanceof Refusal && failure.status === 410) {
      onOver();
    } else if (about) {
      setFaults({ password: about.message });
      focus('password');
    } else if (failure instanceof Refusal && failure.code === 'email_taken') {
      setFault(t('sign_up_email_taken'));
    } else {
      setFault(refusalWords(failure));
    }
  };
  const join = async (event: FormEvent) => {
    event.preventDefault();
    const wrong = check(FIELDS);
    if (busy || wrong) {
      focus(wrong ?? 'name');
      return;
    }
    setBusy(true);
    setFault(undefined);
    try {
      const { name, password } = values;
      const { language } = spokenNow();
      await request('POST', path, { body: { name: name.trim(), password, language } });
    } catch (failure) {
      refused(failure);
      return;
    } finally {
      setBusy(false);
    }
    navigate('/', { replace: true });
  };
  return (
    <form className="auth-form" ref={form} onSubmit={join} noValidate>
      {fault && (
        <Banner tone="bad" icon="warning" role="alert">
          {fault}
        </Banner>
      )}
      <TextField
        large
        readOnly
        label={t('email')}
        hint={t('sign_up_email_hint')}
        name="email"
        autoComplete="username"
        value={page.email}
        onChange={() => undefined}
      />
      <TextField large label={t('your_name')} autoComplete="name" {...bind('name')} />
      <PasswordField
        large
        label={t('password')}
        hint={t('new_password_hint', { count: PASSWORD_CHARACTERS })}
        autoComplete="new-password"
        {...bind('password')}
      />
      <Button look="primary" size="l" block type="submit" busy={busy && t('joining')}>
        {t('join')}
      </Button>
    </form>
  );
}

/** Where a sign-up link leads: a new colleague says his name and a password, and is in. */
export function SignUp({ secret }: { secret: string }) {
  const t = useTexts();
  const path = `/public/sign-up-links/${encodeURIComponent(secret)}`;
  const found = useAnswer<SignUpPage>(path);
  const unknown = found.failure instanceof Refusal && found.failure.status === 404;
  const over = (state: SignUpPage['state']) => (
    <EmptyState
      icon="clock"
      title={t(state === 'used' ? 'sign_up_used' : 'sign_up_expired')}
      action={<Link to="/sign-in">{t('sign_in')}</Link>}
    >
      {t(state === 'used' ? 'sign_up_used_hint' : 'sign_up_expired_hint')}
    </EmptyState>
  );
  return (
    <div className="auth">
      <main className="auth-side">
        <div className="auth-middle">
          <div className="row auth-name">
            <Logo size={34} />
            <b>Hovor</b>
          </div>
          {unknown ? (
            over('expired')
          ) : (
            <AnswerPane of={found}>
              {(page) =>
                page.state === 'active' ? (
                  <>
                    <h1>{t('sign_up_title', { company: page.company })}</h1>
                    <SignUpForm path={path} page={page} onOver={found.again} />
                  </>
                ) : (
                  over(page.state)
                )
              }
            </AnswerPane>
          )}
        </div>
        <LanguageChoice />
      </main>
      <SignInPicture />
    </div>
  );
}
