import { useState } from 'react';
import type { InvitationView } from '../../../../shared/api/invitation-view';
import { refusalWords } from '../../shell';
import { Button, Dialog, now, timeWords, toast } from '../../ui';
import { extendInvitation } from './invitations';
import { LengthField } from './length-field';
import { endOf, secondsOf, type Wanted } from './lengths';
import { useTexts } from './texts';

interface Props {
  invitation: InvitationView;
  open: boolean;
  onClose: () => void;
  onChanged: (view: InvitationView) => void;
}

const USUAL: Wanted = { length: '7_days', number: '2', unit: 'days' };

/** A new end, counted from now or from the arranged time. */
export function ExtendDialog({ invitation, open, onClose, onChanged }: Props) {
  const t = useTexts();
  const [wanted, setWanted] = useState(USUAL);
  const [busy, setBusy] = useState(false);
  const seconds = secondsOf(wanted);
  const arranged = invitation.arranged_for === null ? null : Date.parse(invitation.arranged_for);
  const extend = async () => {
    if (seconds === null) {
      return;
    }
    setBusy(true);
    try {
      onChanged(await extendInvitation(invitation.id, seconds));
      onClose();
    } catch (failure) {
      toast({ title: t('not_extended'), body: refusalWords(failure), tone: 'alert', icon: 'warning' });
    } finally {
      setBusy(false);
    }
  };
  const buttons = (
    <>
      <Button onClick={onClose}>{t('cancel')}</Button>
      <Button look="primary" busy={busy && t('extending')} onClick={extend}>
        {t('extend')}
      </Button>
    </>
  );
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('extend_title')}
      description={t('extend_about')}
      buttons={buttons}
    >
      <LengthField
        wanted={wanted}
        onChange={setWanted}
        hint={
          seconds === null ? null : t('ends', { time: timeWords(endOf(seconds, arranged, now()), 'moment') })
        }
        error={seconds === null ? t('custom_wrong') : null}
      />
    </Dialog>
  );
}
