import './why.css';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { ChannelView } from '../../../../shared/api/views';
import { useDesk, useLiveState, useWorkspace } from '../../foundation/desk/context';
import { slots } from '../../foundation/workspace/lists';
import { openHomeTab } from '../../shell';
import { Button, classes, Icon, IconButton, type IconName, Loading, SkeletonRows, Time } from '../../ui';
import { switchChannel } from '../presence/channel-row';
import { setStatus } from '../presence/set-status';
import { useTexts } from './texts';
import { divide, divisionWords, explain } from './why-facts';

interface FactProps {
  good: boolean;
  icon?: IconName;
  action?: ReactNode;
  children: ReactNode;
}

function Fact({ good, icon = 'warning', action, children }: FactProps) {
  return (
    <li className="why-fact">
      <span className={classes('dg', good ? 'ok' : 'warn')}>
        <Icon name={good ? 'tick' : icon} size="s" />
      </span>
      <span className="grow">{children}</span>
      {action}
    </li>
  );
}

function ChannelFact({ channel }: { channel: ChannelView }) {
  const t = useTexts();
  const desk = useDesk();
  const { name, available, health } = channel;
  if (!available) {
    return (
      <Fact
        good={false}
        icon="pause"
        action={
          <Button size="s" onClick={() => switchChannel(desk, channel, true)}>
            {t('turn_on')}
          </Button>
        }
      >
        {t('channel_is_off', { name })}
      </Fact>
    );
  }
  return health.state === 'working' ? (
    <Fact good>{t('channel_is_on', { name })}</Fact>
  ) : (
    <Fact good={false}>{t('channel_does_not_work', { name })}</Fact>
  );
}

/** Connected is not enough: something has to be seen or heard, too. */
function ConnectionFact({ connected, mute }: { connected: boolean; mute: boolean }) {
  const t = useTexts();
  if (!mute) {
    return (
      <Fact good={connected} icon="wifi-off">
        {connected ? t('connected') : t('not_connected')}
      </Fact>
    );
  }
  return (
    <Fact
      good={false}
      icon="bell"
      action={
        <Button size="s" onClick={() => openHomeTab('notifications')}>
          {t('mend_notifications')}
        </Button>
      }
    >
      {t('cannot_notify')}
    </Fact>
  );
}

function useFacts() {
  const status = useWorkspace((workspace) => workspace.status);
  const use = useWorkspace(slots);
  const channels = useWorkspace((workspace) => workspace.channels);
  const connected = useLiveState() === 'live' && status.reachable;
  const room = use.used < use.limit;
  const online = status.status === 'online' && status.next === null && !status.on_another_call;
  return {
    status,
    use,
    connected,
    room,
    online,
    channels: [...channels.values()],
    able: online && connected && room,
  };
}

function OwnFacts() {
  const t = useTexts();
  const desk = useDesk();
  const { status, use, connected, room, online, channels, able } = useFacts();
  const goOnline = (
    <Button size="s" onClick={() => setStatus(desk, { status: 'online' })}>
      {t('go_online')}
    </Button>
  );
  return (
    <div className="why-own">
      <h3>{able ? t('can_take') : t('cannot_take')}</h3>
      <ul>
        <Fact good={online} icon="moon" action={!online && goOnline}>
          {online
            ? t.rich('online_since', { time: <Time at={status.since} style="clock" /> })
            : t.rich('away_since', { time: <Time at={status.since} style="clock" /> })}
        </Fact>
        <ConnectionFact connected={connected} mute={status.unreachable_because.includes('cannot_notify')} />
        <Fact good={room}>{t(room ? 'room' : 'no_room', { used: use.used, count: use.limit })}</Fact>
        {channels.map((channel) => (
          <ChannelFact key={channel.id} channel={channel} />
        ))}
        {channels.length === 0 && <Fact good={false}>{t('no_channels')}</Fact>}
      </ul>
    </div>
  );
}

/** How the clients who wait divide: why each is not for this operator. */
function WaitingClients({ checked }: { checked: number }) {
  const t = useTexts();
  const me = useWorkspace((workspace) => workspace.me.id);
  const { data, isPending, isError } = useQuery({
    queryKey: ['why', me, checked],
    queryFn: ({ signal }) => explain(me, signal),
    gcTime: 0,
  });
  return (
    <div className="why-waiting">
      {isPending && (
        <Loading label={t('checking')}>
          <SkeletonRows count={2} />
        </Loading>
      )}
      {isError && <p className="t2">{t('why_failed')}</p>}
      {data && (
        <h4>
          {data.waiting.length === 0 ? t('nobody_waits') : t('clients_wait', { count: data.waiting.length })}
        </h4>
      )}
      <ul>{data && divide(data).map((part) => <li key={part.code}>{divisionWords(part)}</li>)}</ul>
    </div>
  );
}

/** Answers "Why do I get nothing?" in the operator's own facts. It looks only when it is opened or asked again. */
export function WhyNothing({ onClose }: { onClose: () => void }) {
  const t = useTexts();
  const [checked, setChecked] = useState(() => Date.now());
  return (
    <section className="card why-card" aria-label={t('why_nothing')}>
      <div className="h">
        <Icon name="help" />
        <h2 className="grow">{t('why_nothing')}</h2>
        <span className="sm t3 hide-sm">
          {t.rich('checked_at', { time: <Time at={checked} style="clock" /> })}
        </span>
        <IconButton icon="refresh" size="s" label={t('check_again')} onClick={() => setChecked(Date.now())} />
        <IconButton icon="close" size="s" label={t('close')} onClick={onClose} />
      </div>
      <div className="why-body">
        <OwnFacts />
        <WaitingClients checked={checked} />
      </div>
    </section>
  );
}
