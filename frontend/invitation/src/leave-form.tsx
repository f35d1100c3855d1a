import { useState } from 'preact/hooks';
import type { InvitationPage } from './api';
import { EmailField, isAddress } from './email-field';
import { Action, Card, Field } from './frame';
import { words } from './texts';

interface Props {
  operator: InvitationPage['operator'];
  busy: boolean;
  onLeave: (message: string, email: string) => Promise<void>;
  onCancel: () => void;
}

/** A message for an operator who is not there, with the address for the answer. */
export function LeaveForm({ operator: { name, picture }, busy, onLeave, onCancel }: Props) {
  const [message, setMessage] = useState('');
  const [email, setEmail] = useState('');
  const [tried, setTried] = useState(false);
  const noMessage = tried && !message.trim();
  const noAddress = tried && !isAddress(email);
  return (
    <Card
      face={name}
      photo={picture}
      title={words('leave_to', { name })}
      about={words('email_hint', { name })}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (message.trim() && isAddress(email)) {
            void onLeave(message.trim(), email.trim());
          }
        }}
      >
        <Field id="message" label={words('message')} error={noMessage ? words('write_something') : null}>
          {(described) => (
            <textarea
              {...described}
              rows={4}
              maxLength={8000}
              value={message}
              onInput={(event) => setMessage(event.currentTarget.value)}
            />
          )}
        </Field>
        <EmailField value={email} wrong={noAddress} onInput={setEmail} />
        <Action main icon="mail" disabled={busy}>
          {words('send')}
        </Action>
        <Action onPress={onCancel}>{words('cancel')}</Action>
      </form>
    </Card>
  );
}
