import { type FormEvent, useState } from 'react';
import type { InvitationView } from '../../../../shared/api/invitation-view';
import { refusalWords } from '../../shell';
import { Button, Dialog, TextField, toast } from '../../ui';
import { sendInvitation } from './invitations';
import { useTexts } from './texts';

const ADDRESS = /^[^@\s]+@[^@\s]+\.[^@\s.]{2,}$/;

interface Props {
  invitation: InvitationView;
  open: boolean;
  onClose: () => void;
}

/** The link by the company's own mail, to the client's address or another. */
export function SendDialog({ invitation, open, onClose }: Props) {
  const t = useTexts();
  const [email, setEmail] = useState(invitation.client.email ?? '');
  const [wrong, setWrong] = useState(false);
  const [busy, setBusy] = useState(false);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    const to = email.trim();
    if (!ADDRESS.test(to)) {
      setWrong(true);
      return;
    }
    setBusy(true);
    try {
      await sendInvitation(invitation.id, to);
      toast({ title: t('sent'), body: to, icon: 'mail' });
      onClose();
    } catch (failure) {
      toast({ title: t('not_sent'), body: refusalWords(failure), tone: 'alert', icon: 'warning' });
    } finally {
      setBusy(false);
    }
  };
  const form = `send-${invitation.id}`;
  const buttons = (
    <>
      <Button onClick={onClose}>{t('cancel')}</Button>
      <Button type="submit" form={form} look="primary" busy={busy && t('sending')}>
        {t('send_now')}
      </Button>
    </>
  );
  return (
    <Dialog open={open} onClose={onClose} title={t('send')} description={t('send_about')} buttons={buttons}>
      <form id={form} onSubmit={send} noValidate>
        <TextField
          label={t('client_email')}
          type="email"
          maxLength={254}
          error={wrong ? t('email_wrong') : null}
          value={email}
          onChange={(changed) => {
            setWrong(false);
            setEmail(changed);
          }}
        />
      </form>
    </Dialog>
  );
}
