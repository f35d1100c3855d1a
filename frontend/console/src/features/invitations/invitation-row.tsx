import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { InvitationView } from '../../../../shared/api/invitation-view';
import { useWorkspace } from '../../foundation/desk/context';
import { refusalWords } from '../../shell';
import { Button, Confirm, CopyButton, Icon, IconButton, Time, toast } from '../../ui';
import { ExtendDialog } from './extend-dialog';
import { StateChip, useUseLine } from './invitation-lines';
import { invitationsQuery, qrAddress, revokeInvitation, withView } from './invitations';
import { calendarAddress, ending, joinPlace, shortLink } from './links';
import { SendDialog } from './send-dialog';
import { useTexts } from './texts';

interface DetailsProps {
  invitation: InvitationView;
  url: string;
  onExtend: () => void;
  onSend: () => void;
}

/** The code to be scanned, and what else can be done with the link. */
function Details({ invitation, url, onExtend, onSend }: DetailsProps) {
  const t = useTexts();
  const name = useWorkspace((workspace) => workspace.me.public_name);
  const sends = useWorkspace((workspace) => workspace.company_settings.outgoing_mail);
  const qr = qrAddress(invitation.id);
  const subject = encodeURIComponent(t('mail_subject', { name }));
  const body = encodeURIComponent(t('mail_body', { name, url }));
  const to = encodeURIComponent(invitation.client.email ?? '');
  return (
    <div className="invitation-details">
      <img className="invitation-qr" src={qr} alt={t('qr_image')} width={104} height={104} />
      <div className="grow">
        <div className="sm t3">{t('link')}</div>
        <div className="m num invitation-link">{shortLink(url)}</div>
        <p className="sm t3">{t('hidden_hint')}</p>
        <div className="row wrap g2 invitation-ways">
          <a className="btn sm" href={qr} download="invitation.png">
            <Icon name="download" size="s" />
            {t('save_png')}
          </a>
          {sends ? (
            <Button size="s" icon="mail" onClick={onSend}>
              {t('send')}
            </Button>
          ) : (
            <a className="btn sm" href={`mailto:${to}?subject=${subject}&body=${body}`}>
              <Icon name="mail" size="s" />
              {t('send')}
            </a>
          )}
          {invitation.arranged_for && (
            <a className="btn sm" href={calendarAddress(url)} download="invitation.ics">
              <Icon name="calendar" size="s" />
              {t('calendar')}
            </a>
          )}
          <Button size="s" icon="clock" onClick={onExtend}>
            {t('extend')}
          </Button>
        </div>
      </div>
    </div>
  );
}

type Asked = 'revoke' | 'extend' | 'send' | null;

/** One invitation: its link, its state, and what can be done with it. */
export function InvitationRow({ invitation, shown }: { invitation: InvitationView; shown: boolean }) {
  const t = useTexts();
  const queries = useQueryClient();
  const id = useId();
  const [toggled, setToggled] = useState<boolean | null>(null);
  // The live event may have drawn the row before the answer says that it is the one just made.
  const open = toggled ?? shown;
  const [asked, setAsked] = useState<Asked>(null);
  const [busy, setBusy] = useState(false);
  const line = useUseLine(invitation);
  const { url, code, state, note, arranged_for, client } = invitation;
  const active = state === 'active' && url !== null;
  const take = (view: InvitationView) =>
    queries.setQueryData(invitationsQuery.queryKey, (list) => withView(list, view));
  const revoke = async () => {
    setBusy(true);
    try {
      take(await revokeInvitation(invitation.id));
      setAsked(null);
    } catch (failure) {
      toast({ title: t('not_revoked'), body: refusalWords(failure), tone: 'alert', icon: 'warning' });
    } finally {
      setBusy(false);
    }
  };
  const about = [note, client.name].filter(Boolean).join(', ');
  return (
    <li className="invitation">
      <div className="row wrap g2">
        <span className={active ? 'm num invitation-link' : 'num t3 invitation-link'}>
          {url && shortLink(url)}
        </span>
        <StateChip state={state} />
        {active && (
          <span className="row g2 end">
            <CopyButton text={url} size="s" aria-label={t('copy_link', { ending: ending(url) })} />
            <IconButton
              size="s"
              icon="qr"
              label={t('qr_of', { ending: ending(url) })}
              aria-expanded={open}
              aria-controls={`${id}-details`}
              onClick={() => setToggled(!open)}
            />
            <IconButton
              size="s"
              icon="block"
              label={t('revoke_of', { ending: ending(url) })}
              onClick={() => setAsked('revoke')}
            />
          </span>
        )}
      </div>
      {active && code && (
        <p className="sm t2">
          {t.rich('code_line', { code: <b className="num">{code}</b>, place: joinPlace(url) })}
        </p>
      )}
      <p className="sm t3">
        {line}
        {about && (
          <>
            {' · '}
            <span className="t2">{about}</span>
          </>
        )}
      </p>
      {active && arranged_for && (
        <p className="sm row g2 invitation-arranged">
          <Icon name="calendar" size="xs" />
          {t.rich('arranged_line', { time: <Time at={arranged_for} style="moment" /> })}
        </p>
      )}
      {active && invitation.wishes > 0 && (
        <p className="sm row g2">
          <Icon name="bell" size="xs" />
          {t('wishes', { count: invitation.wishes })}
        </p>
      )}
      {active && open && (
        <div id={`${id}-details`}>
          <Details
            invitation={invitation}
            url={url}
            onExtend={() => setAsked('extend')}
            onSend={() => setAsked('send')}
          />
        </div>
      )}
      {active && (
        <SendDialog invitation={invitation} open={asked === 'send'} onClose={() => setAsked(null)} />
      )}
      {active && (
        <ExtendDialog
          invitation={invitation}
          open={asked === 'extend'}
          onClose={() => setAsked(null)}
          onChanged={take}
        />
      )}
      <Confirm
        open={asked === 'revoke'}
        onClose={() => setAsked(null)}
        title={t('revoke_title')}
        description={t('revoke_about')}
        confirm={{ label: t('revoke'), run: revoke, busy: busy && t('revoking') }}
        stay={t('keep')}
      />
    </li>
  );
}
