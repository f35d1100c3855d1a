import type { ReactNode } from 'react';
import type { ChannelView } from '../../../../shared/api/views';
import { useDesk, useWorkspace } from '../../foundation/desk/context';
import { slots } from '../../foundation/workspace/lists';
import { openHomeTab } from '../../shell';
import { Button, classes, Icon, type IconName, Time } from '../../ui';
import { switchChannel } from '../presence/channel-row';
import { setStatus, stayOnline } from '../presence/set-status';
import { useTexts } from './texts';
import { type Own, type Reason, speaksAgainstStatus, unreachableBecause } from './why-facts';

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

/** Status: as it is, and what would change it. */
function StatusFact({ own, onChanged }: OwnFactsProps) {
  const t = useTexts();
  const desk = useDesk();
  const status = useWorkspace((workspace) => workspace.status);
  const against = speaksAgainstStatus(own);
  const time = <Time at={status.since} style="clock" />;
  if (!against) {
    return <Fact good>{t.rich('online_since', { time })}</Fact>;
  }
  const fixed = async (fix: Promise<void>) => {
    await fix;
    onChanged();
  };
  switch (against.code) {
    case 'draining':
      return (
        <Fact
          good={false}
          icon="clock"
          action={
            <Button size="s" onClick={() => fixed(stayOnline(desk))}>
              {t('stay_online')}
            </Button>
          }
        >
          {t('away_follows')}
        </Fact>
      );
    case 'on_another_call':
    case 'on_call':
      return (
        <Fact good={false} icon="phone">
          {t(against.code === 'on_call' ? 'you_are_on_a_call' : 'you_are_on_another_call')}
        </Fact>
      );
    default:
      return (
        <Fact
          good={false}
          icon="moon"
          action={
            <Button size="s" onClick={() => fixed(setStatus(desk, { status: 'online' }))}>
              {t('go_online')}
            </Button>
          }
        >
          {t.rich('away_since', { time })}
        </Fact>
      );
  }
}

function ReachedFact({ own }: { own: Own }) {
  const t = useTexts();
  const because = unreachableBecause(own);
  if (because === 'cannot_notify') {
    const mend = (
      <Button size="s" onClick={() => openHomeTab('notifications')}>
        {t('mend_notifications')}
      </Button>
    );
    return (
      <Fact good={false} icon="bell" action={mend}>
        {t('cannot_notify')}
      </Fact>
    );
  }
  return (
    <Fact good={because === undefined} icon="wifi-off">
      {because === undefined ? t('connected') : t(`unreachable_${because}`)}
    </Fact>
  );
}

interface ChannelFactProps {
  channel: ChannelView;
  against: Reason | undefined;
  onChanged: () => void;
}

function ChannelFact({ channel, against, onChanged }: ChannelFactProps) {
  const t = useTexts();
  const desk = useDesk();
  const { name, available, health, since } = channel;
  if (!available) {
    const turnOn = async () => {
      await switchChannel(desk, channel, true);
      onChanged();
    };
    const action = (
      <Button size="s" aria-label={t('turn_on_name', { name })} onClick={turnOn}>
        {t('turn_on')}
      </Button>
    );
    return (
      <Fact good={false} icon="pause" action={action}>
        {since
          ? t.rich('channel_is_off_since', { name: <b>{name}</b>, time: <Time at={since} style="clock" /> })
          : t('channel_is_off', { name })}
      </Fact>
    );
  }
  if (against?.code === 'channel_off') {
    return <Fact good={false}>{t('channel_is_closed', { name })}</Fact>;
  }
  if (against?.code === 'kind_full') {
    return <Fact good={false}>{t('channel_is_full', { name })}</Fact>;
  }
  return health.state === 'working' ? (
    <Fact good>{t('channel_is_on', { name })}</Fact>
  ) : (
    <Fact good={false}>{t('channel_does_not_work', { name })}</Fact>
  );
}

function RoomFact({ own }: { own: Own }) {
  const t = useTexts();
  const { used, limit } = useWorkspace(slots);
  const full = own.channels.some(({ reasons }) =>
    reasons.some(({ code }) => code === 'full' || code === 'over_capacity'),
  );
  return <Fact good={!full}>{t(full ? 'no_room' : 'room', { used, count: limit })}</Fact>;
}

export interface OwnFactsProps {
  own: Own;
  /** Something was put right: look again. */
  onChanged: () => void;
}

/** What holds for the operator whoever waits, each with what would put it right. */
export function OwnFacts({ own, onChanged }: OwnFactsProps) {
  const t = useTexts();
  const channels = useWorkspace((workspace) => workspace.channels);
  const byHand = own.reasons.some(({ code }) => code === 'picked_by_hand');
  return (
    <>
      <h3>{own.able ? t('can_take') : t('cannot_take')}</h3>
      <ul>
        <StatusFact own={own} onChanged={onChanged} />
        <ReachedFact own={own} />
        <RoomFact own={own} />
        {byHand && <Fact good={false}>{t('picked_by_yourself')}</Fact>}
        {own.channels.map(({ channel_id, reasons }) => {
          const channel = channels.get(channel_id);
          return (
            channel && (
              <ChannelFact key={channel_id} channel={channel} against={reasons[0]} onChanged={onChanged} />
            )
          );
        })}
        {own.channels.length === 0 && <Fact good={false}>{t('no_channels')}</Fact>}
        {own.last_client_at && (
          <Fact good>{t.rich('last_client', { time: <Time at={own.last_client_at} style="clock" /> })}</Fact>
        )}
      </ul>
    </>
  );
}
