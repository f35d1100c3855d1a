import './home.css';
import { useState } from 'react';
import { useWorkspace } from '../../../foundation/desk/context';
import { chooseHomeTab, Pane, useHomeTab } from '../../../shell';
import { IconButton, Later, loadable, type Tab, Tabs, useNow } from '../../../ui';
import { CallsTab } from '../../calls/calls-tab';
import { firstName } from '../../clients/client-name';
import { useNotificationsTab } from '../../notifications/bell';
import { ChannelsTab } from '../../presence/channels-tab';
import { ColleaguesButton } from '../../presence/colleagues';
import { reasonOf } from '../../presence/status-words';
import { useTexts } from '../texts';

const invitationTab = loadable(async () => (await import('../../invitations/invitation-tab')).InvitationTab);
const whyNothing = loadable(async () => (await import('../../routing/why-nothing')).WhyNothing);

type PartOfDay = 'morning' | 'afternoon' | 'evening';
const NOON = 12;
const EVENING = 18;

function partOfDay(now: number): PartOfDay {
  const hour = new Date(now).getHours();
  if (hour < NOON) {
    return 'morning';
  }
  return hour < EVENING ? 'afternoon' : 'evening';
}

function StatusSentence() {
  const t = useTexts();
  const { status, next, away_reason_id } = useWorkspace((workspace) => workspace.status);
  const reasons = useWorkspace((workspace) => workspace.away_reasons);
  if (status !== 'online') {
    const reason = reasonOf(reasons, away_reason_id);
    return reason ? t('sentence_away_reason', { reason: reason.name }) : t('sentence_away');
  }
  return next ? t('sentence_later') : t('sentence_online');
}

/** Channels first; the others where there is something of theirs. */
function HomeTabs() {
  const t = useTexts();
  const { tab: wanted } = useHomeTab();
  const notifications = useNotificationsTab();
  const channels: Tab<string> = {
    id: 'channels',
    label: t('channels'),
    icon: 'inbox',
    panel: <ChannelsTab />,
  };
  const invitation: Tab<string> = {
    id: 'invitation',
    label: t('invitation'),
    icon: 'invitation',
    panel: <Later of={invitationTab} />,
  };
  const calls: Tab<string> = { id: 'calls', label: t('calls'), icon: 'phone', panel: <CallsTab /> };
  const tabs = [channels, invitation, calls, notifications];
  const selected = tabs.some(({ id }) => id === wanted) ? wanted : channels.id;
  return <Tabs label={t('workspace')} selected={selected} onSelect={chooseHomeTab} tabs={tabs} />;
}

/** What stands in the middle while no conversation is open: the operator's own channels, and more of his own. */
export function Home({ onQueue }: { onQueue: () => void }) {
  const t = useTexts();
  const name = useWorkspace((workspace) => firstName(workspace.me.name));
  const part = useNow(partOfDay);
  const [asking, setAsking] = useState(false);
  return (
    <Pane as="main" id="main" className="main home-main" label={t('workspace')}>
      <div className="scroll">
        <div className="page home">
          <div className="hero">
            <IconButton
              className="only-sm"
              icon="left"
              iconSize="l"
              label={t('show_queue')}
              onClick={onQueue}
            />
            <div className="grow">
              <h2>{t(`greeting_${part}`, { name })}</h2>
              <p>
                <StatusSentence />{' '}
                {!asking && (
                  <button type="button" className="link why" onClick={() => setAsking(true)}>
                    {t('why_nothing')}
                  </button>
                )}
              </p>
            </div>
            <ColleaguesButton />
          </div>
          {asking && <Later of={whyNothing} onClose={() => setAsking(false)} />}
          <HomeTabs />
        </div>
      </div>
    </Pane>
  );
}
