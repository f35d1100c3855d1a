import { useState } from 'preact/hooks';
import type { Invitation, InvitationPage, Refused } from './api';
import { EmailField, isAddress } from './email-field';
import { Action, Card } from './frame';
import { words } from './texts';

interface Props {
  operator: InvitationPage['operator'];
  invitation: Invitation;
  onCancel: () => void;
}

/** An address to which one letter goes as soon as the operator is there. */
export function TellForm({ operator: { name, picture }, invitation, onCancel }: Props) {
  const [email, setEmail] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const ask = async () => {
    setTried(true);
    if (!isAddress(email)) {
      document.getElementById('email')?.focus();
      return;
    }
    setBusy(true);
    setFailure(null);
    try {
      setTold((await invitation.tellMe(email.trim())).email);
    } catch (error) {
      const { status, retryAfterSeconds } = error as Refused;
      const often = status === 429;
      const refused = status === 0 ? 'cannot_connect' : 'cannot_tell';
      setFailure(often ? words('too_often', { count: retryAfterSeconds || 1 }) : words(refused));
    }
    setBusy(false);
  };
  if (told !== null) {
    return (
      <Card
        face={name}
        photo={picture}
        mark={{ text: words('told_short'), tone: 'on' }}
        title={words('told', { name })}
        about={words('told_words', { email: told })}
      >
        <Action onPress={onCancel}>{words('cancel')}</Action>
      </Card>
    );
  }
  return (
    <Card
      face={name}
      photo={picture}
      title={words('tell_me', { name })}
      about={words('tell_words', { name })}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void ask();
        }}
      >
        <EmailField value={email} wrong={tried && !isAddress(email)} onInput={setEmail} />
        {failure && (
          <p class="below wrong" role="alert">
            {failure}
          </p>
        )}
        <Action main icon="mail" disabled={busy}>
          {words('tell_send')}
        </Action>
        <Action onPress={onCancel}>{words('cancel')}</Action>
      </form>
    </Card>
  );
}
