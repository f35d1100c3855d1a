import { useState } from 'react';
import { request } from '../../../foundation/http';
import { AnswerPane, FormCard, notSaved, refusalWords, useAnswer } from '../../../shell';
import { Banner, Button, Confirm, PasswordField, SelectField, TextField, useFields } from '../../../ui';
import { useTexts } from '../texts';
import { useLiveAnswer } from '../use-live-answer';
import { bodyOf, FIELDS, type MailField, type OutgoingServer, RULES, SECURITIES, valuesOf } from './mail';
import { TryCard } from './try-card';

const PATH = '/company/mail';

interface ServerProps {
  server: OutgoingServer;
  onChange: (server: OutgoingServer) => void;
}

function useServerForm({ server, onChange }: ServerProps) {
  const before = valuesOf(server);
  const [fault, setFault] = useState<string>();
  const { values, bind, check, put } = useFields<MailField>(before, RULES);
  const changed = FIELDS.some((field) => values[field].trim() !== before[field]);
  const save = async () => {
    setFault(undefined);
    try {
      const saved = await request<OutgoingServer>('PUT', PATH, { body: bodyOf(values) });
      onChange(saved);
      put(valuesOf(saved));
    } catch (failure) {
      setFault(refusalWords(failure));
    }
  };
  return { bind, fault, form: { changed, check: () => check(FIELDS), save } };
}

function ServerCard(props: ServerProps) {
  const t = useTexts();
  const { bind, fault, form } = useServerForm(props);
  return (
    <FormCard id="mail-server" title={t('mail_server')} {...form}>
      {fault && (
        <Banner tone="bad" icon="warning" role="alert">
          {fault}
        </Banner>
      )}
      <div className="settings-fields">
        <TextField
          label={t('mail_sender')}
          hint={t('mail_sender_hint')}
          autoComplete="off"
          {...bind('sender')}
        />
        <TextField
          label={t('mail_host')}
          hint={t('mail_host_hint')}
          autoComplete="off"
          spellCheck={false}
          {...bind('host')}
        />
        <SelectField
          label={t('mail_security')}
          hint={t('mail_security_hint')}
          options={SECURITIES.map((value) => ({
            value: value as string,
            label: t(`mail_security_${value}`),
          }))}
          {...bind('security')}
        />
        <TextField label={t('mail_port')} inputMode="numeric" {...bind('port')} />
        <TextField
          label={t('mail_username')}
          hint={t('mail_username_hint')}
          autoComplete="off"
          spellCheck={false}
          {...bind('username')}
        />
        <PasswordField
          label={t('mail_password')}
          hint={t(props.server.password_set ? 'mail_password_set' : 'mail_password_hint')}
          autoComplete="new-password"
          {...bind('password')}
        />
      </div>
    </FormCard>
  );
}

function RemoveCard({ onChange }: Pick<ServerProps, 'onChange'>) {
  const t = useTexts();
  const [asks, setAsks] = useState(false);
  const [busy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    try {
      onChange(await request<OutgoingServer>('DELETE', PATH));
    } catch (failure) {
      notSaved(failure);
      setBusy(false);
      setAsks(false);
    }
  };
  return (
    <section className="card" aria-labelledby="mail-remove">
      <div className="settings-line">
        <div className="grow">
          <h3 id="mail-remove">{t('mail_remove')}</h3>
          <div className="sm t3">{t('mail_remove_hint')}</div>
        </div>
        <Button size="s" look="red-outline" onClick={() => setAsks(true)}>
          {t('mail_remove')}
        </Button>
      </div>
      <Confirm
        open={asks}
        onClose={() => setAsks(false)}
        title={t('mail_remove_title')}
        description={t('mail_remove_hint')}
        confirm={{ label: t('mail_remove'), run: remove, busy: busy && t('saving') }}
        stay={t('keep')}
      />
    </section>
  );
}

/** The server through which Hovor sends the company's letters; what it has for a password never comes back. */
export function MailSettings() {
  const t = useTexts();
  const server = useLiveAnswer<OutgoingServer>(PATH, ['settings']);
  const me = useAnswer<{ email: string }>('/me');
  return (
    <>
      <div className="settings-title">
        <h2>{t('section_mail')}</h2>
        <p className="t2">{t('mail_hint')}</p>
      </div>
      <AnswerPane of={server}>
        {(answer) => (
          <div className="settings-cards">
            <ServerCard server={answer} onChange={server.replace} />
            {answer.host !== null && (
              <>
                <AnswerPane of={me}>{({ email }) => <TryCard email={email} />}</AnswerPane>
                <RemoveCard onChange={server.replace} />
              </>
            )}
          </div>
        )}
      </AnswerPane>
    </>
  );
}
