import { type FormEvent, useState } from 'react';
import { request } from '../../../foundation/http';
import { refusalWords } from '../../../shell';
import { Banner, Button, TextField, useFields } from '../../../ui';
import { RULES } from '../set-up-form';
import { texts, useTexts } from '../texts';
import type { Fault } from './mail';

const ADDRESS = { to: RULES.email ?? (() => null) };

/** What came of a trial: to whom the letter went, or why it did not. */
type Outcome = { to: string } | { trouble: string };

async function send(to: string): Promise<Outcome> {
  try {
    const { fault } = await request<{ fault: Fault | null }>('POST', '/company/mail/test', { body: { to } });
    return fault === null ? { to } : { trouble: texts(`mail_fault_${fault}`) };
  } catch (failure) {
    return { trouble: refusalWords(failure) };
  }
}

function OutcomeLine({ outcome }: { outcome: Outcome }) {
  const t = useTexts();
  return 'to' in outcome ? (
    <Banner tone="ok" icon="tick" role="status">
      {t('mail_sent', { to: outcome.to })}
    </Banner>
  ) : (
    <Banner tone="bad" icon="warning" role="alert">
      {outcome.trouble}
    </Banner>
  );
}

/** Sends a letter to try the server that is saved, and says what came of it. */
export function TryCard({ email }: { email: string }) {
  const t = useTexts();
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();
  const { values, bind, check } = useFields({ to: email }, ADDRESS);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || check(['to'])) {
      return;
    }
    setBusy(true);
    setOutcome(undefined);
    setOutcome(await send(values.to.trim()));
    setBusy(false);
  };
  return (
    <form className="card" aria-labelledby="mail-try" onSubmit={submit} noValidate>
      <div className="h">
        <h3 id="mail-try">{t('mail_try')}</h3>
        <Button className="end" size="s" type="submit" busy={busy && t('mail_sending')}>
          {t('mail_send_test')}
        </Button>
      </div>
      {outcome && <OutcomeLine outcome={outcome} />}
      <div className="settings-fields">
        <TextField type="email" label={t('mail_to')} hint={t('mail_to_hint')} {...bind('to')} />
      </div>
    </form>
  );
}
