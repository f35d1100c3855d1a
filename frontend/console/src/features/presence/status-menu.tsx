import './status.css';
import { useId, useState } from 'react';
import { useDesk, useWorkspace } from '../../foundation/desk/context';
import { mine } from '../../foundation/workspace/lists';
import { navigate } from '../../shell';
import {
  Avatar,
  Menu,
  MenuExtra,
  MenuHeading,
  MenuItem,
  MenuItems,
  MenuLine,
  MenuRadio,
  MenuRadios,
  PresenceMark,
  Switch,
} from '../../ui';
import { BackAt, type BackAtChoice, backAtInstant, NO_REMINDER } from './back-at';
import { LogOut } from './log-out';
import { ReasonRadio } from './reason-radio';
import { setStatus, stayOnline, type Wish } from './set-status';
import { StatusButton } from './status-button';
import { statusWord } from './status-words';
import { useTexts } from './texts';

const ONLINE = 'online';
const AWAY = 'away';

/** The status, in one menu: what it is, what it may be, the profile and the way out. */
export function StatusMenu() {
  const t = useTexts();
  const [open, setOpen] = useState(false);
  const [leaving, setLeaving] = useState(false);
  return (
    <>
      <Menu
        mixed
        label={t('status')}
        width={324}
        open={open}
        onOpenChange={setOpen}
        trigger={<StatusButton />}
      >
        <Person />
        <hr />
        <Choices close={() => setOpen(false)} />
        <MenuLine />
        <MenuItems label={t('more')}>
          <MenuItem icon="user" onSelect={() => navigate('/profile')}>
            {t('profile')}
          </MenuItem>
          <MenuItem icon="sign-out" after={<OpenWork />} onSelect={() => setLeaving(true)}>
            {t('log_out')}
          </MenuItem>
        </MenuItems>
      </Menu>
      {leaving && <LogOut onStay={() => setLeaving(false)} />}
    </>
  );
}

function Person() {
  const me = useWorkspace((workspace) => workspace.me);
  return (
    <MenuExtra>
      <div className="row status-person">
        <Avatar name={me.name} colourBy={me.id} picture={me.picture} size="l" />
        <div className="grow">
          <div className="b">{me.name}</div>
          <div className="t3 sm ell">{me.email}</div>
        </div>
      </div>
    </MenuExtra>
  );
}

function OpenWork() {
  const t = useTexts();
  const count = useWorkspace((workspace) => mine(workspace).length);
  return count > 0 && <span className="sm t3">{t('open_conversations', { count })}</span>;
}

/** The radios and, below, what holds for the away that is chosen next. */
function Choices({ close }: { close: () => void }) {
  const t = useTexts();
  const desk = useDesk();
  const ids = useId();
  const status = useWorkspace((workspace) => workspace.status);
  const reasons = useWorkspace((workspace) => workspace.away_reasons);
  const [after, setAfter] = useState(false);
  const [backAt, setBackAt] = useState<BackAtChoice>(NO_REMINDER);
  const choose = (value: string) => {
    const instant = backAtInstant(backAt);
    const away: Wish = {
      status: 'away',
      ...(value === AWAY ? {} : { away_reason_id: value }),
      ...(after ? { after_conversations: true } : {}),
      ...(instant ? { back_at: instant } : {}),
    };
    setStatus(desk, value === ONLINE ? { status: 'online' } : away);
  };
  const changeBackAt = (choice: BackAtChoice) => {
    setBackAt(choice);
    const instant = backAtInstant(choice);
    if (status.status === 'away') {
      const { away_reason_id } = status;
      setStatus(desk, {
        status: 'away',
        ...(away_reason_id ? { away_reason_id } : {}),
        ...(instant ? { back_at: instant } : {}),
      });
    }
  };
  const chosen = status.status === 'away' ? (status.away_reason_id ?? AWAY) : status.status;
  return (
    <>
      <MenuItems label={t('status')}>
        {status.next && (
          <MenuItem
            icon="clock"
            detail={t('next_planned', { status: statusWord(t, status.next, reasons) })}
            onSelect={() => stayOnline(desk)}
          >
            {t('stay_online')}
          </MenuItem>
        )}
        <MenuRadios value={chosen} onChange={choose}>
          <MenuRadio value={ONLINE} mark={<PresenceMark presence="online" />} detail={t('online_hint')}>
            {t('status_online')}
          </MenuRadio>
          <MenuRadio value={AWAY} mark={<PresenceMark presence="away" />} keys="Shift+A">
            {t('away_no_reason')}
          </MenuRadio>
          {reasons.length > 0 && <MenuHeading>{t('away_with_reason')}</MenuHeading>}
          {reasons.map((reason) => (
            <ReasonRadio key={reason.id} reason={reason} />
          ))}
        </MenuRadios>
      </MenuItems>
      <hr />
      <MenuExtra>
        <BackAt choice={backAt} onChange={changeBackAt} onDone={close} />
        <div className="row status-option">
          <span className="grow">
            <span id={`${ids}-after`}>{t('after_conversations')}</span>
            <span className="sm t3 block" id={`${ids}-hint`}>
              {t('after_conversations_hint')}
            </span>
          </span>
          <Switch
            on={after}
            onChange={setAfter}
            labelledBy={`${ids}-after`}
            describedBy={`${ids}-hint`}
            disabledBecause={status.status !== 'online' && t('after_conversations_away')}
          />
        </div>
      </MenuExtra>
    </>
  );
}
