import { useId, useState } from 'react';
import type { ChannelHealth, ChannelView } from '../../../../shared/api/views';
import { command } from '../../foundation/command';
import { useDesk, useLiveState, useWorkspace } from '../../foundation/desk/context';
import type { Desk } from '../../foundation/desk/desk';
import { putChannel } from '../../foundation/workspace/apply';
import { refusalWords } from '../../shell';
import { classes, Icon, type IconName, Switch, timeWords, toast } from '../../ui';
import { waitingByChannel } from './channel-groups';
import { texts, useTexts } from './texts';

const HEALTH: Readonly<
  Record<ChannelHealth['state'], { icon: IconName; tone: 'ok' | 'warn' | 'bad' | 'off' }>
> = {
  working: { icon: 'tick', tone: 'ok' },
  partly_working: { icon: 'warning', tone: 'warn' },
  not_receiving: { icon: 'close', tone: 'bad' },
  turned_off: { icon: 'pause', tone: 'off' },
};

/** Switches a channel; the server's answer is the truth, whatever it says. */
export async function switchChannel(
  { store }: Desk,
  { channel_id, name }: ChannelView,
  available: boolean,
): Promise<void> {
  try {
    const channel = await command<ChannelView>('PUT', `/me/channels/${channel_id}`, { available });
    store.take((workspace) => putChannel(workspace, channel));
  } catch (failure) {
    toast({ title: texts('switch_failed', { channel: name }), body: refusalWords(failure), tone: 'alert' });
  }
}

function useSwitch(channel: ChannelView) {
  const desk = useDesk();
  const [wish, setWish] = useState<boolean | null>(null);
  const change = async (available: boolean) => {
    setWish(available);
    await switchChannel(desk, channel, available);
    setWish(null);
  };
  return { wish, change };
}

function SwitchWord({ channel }: { channel: ChannelView }) {
  const t = useTexts();
  if (channel.locked) {
    return t('always_on');
  }
  if (channel.available) {
    return t('on');
  }
  return channel.since ? t('off_since', { time: timeWords(channel.since, 'clock') }) : t('off');
}

/** One assigned channel: how it does, how many wait on it, and the operator's own switch. */
export function ChannelRow({ channel }: { channel: ChannelView }) {
  const t = useTexts();
  const ids = useId();
  const count = useWorkspace(waitingByChannel).get(channel.channel_id) ?? 0;
  const offline = useLiveState() !== 'live';
  const { wish, change } = useSwitch(channel);
  const { icon, tone } = HEALTH[channel.health.state];
  const locked = channel.locked && t('channels_locked');
  return (
    <li className="chrow">
      <div className="chname">
        <div className="m ell" id={`${ids}-name`}>
          {channel.name}
        </div>
        <div className="sm t3 ell" id={`${ids}-detail`}>
          {channel.detail}
        </div>
      </div>
      <span className={classes('hw', tone)} id={`${ids}-health`} title={channel.health.reason ?? undefined}>
        <Icon name={icon} size="xs" />
        {t(`health_${channel.health.state}`)}
      </span>
      <span className={classes('sm num wt', count > 0 ? 't2' : 't3')} id={`${ids}-waiting`}>
        {t('waiting_count', { count })}
      </span>
      <span className="sm t2 wd" aria-hidden="true">
        <SwitchWord channel={channel} />
      </span>
      <Switch
        on={wish ?? channel.available}
        onChange={change}
        saving={wish !== null}
        labelledBy={`${ids}-name`}
        describedBy={`${ids}-detail ${ids}-health ${ids}-waiting`}
        disabledBecause={locked || (offline && t('switch_offline'))}
      />
    </li>
  );
}
