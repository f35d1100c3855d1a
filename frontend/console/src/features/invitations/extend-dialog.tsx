import { useState } from 'react';
import type { InvitationView } from '../../../../shared/api/invitation-view';
import { useWorkspace } from '../../foundation/desk/context';
import { refusalWords } from '../../shell';
import { Button, Dialog, now, timeWords, toast } from '../../ui';
import { extendInvitation } from './invitations';
import { LengthField } from './length-field';
import { endOf, lengthWords, secondsOf, usualLength, type Wanted } from './lengths';
import { useTexts } from './texts';

interface Props {
  invitation: InvitationView;
  open: boolean;
  onClose: () => void;
  onChanged: (view: InvitationView) => void;
}

/** A new end, counted from now or from the arranged time. */
export function ExtendDialog({ invitation, open, onClose, onChanged }: Props) {
  const t = useTexts();
  const company = useWorkspace((workspace) => workspace.company_settings);
  const longest = company.invitation_longest_seconds;
  const [chosen, setWanted] = useState<Wanted | null>(null);
  const wanted = chosen ?? usualLength('repeatedly', company);
  const [busy, setBusy] = useState(false);
  const seconds = secondsOf(wanted, longest);
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
        longest={longest}
        onChange={setWanted}
        hint={
          seconds === null ? null : t('ends', { time: timeWords(endOf(seconds, arranged, now()), 'moment') })
        }
        error={seconds === null ? t('custom_wrong', { longest: lengthWords(longest) }) : null}
      />
    </Dialog>
  );
}
