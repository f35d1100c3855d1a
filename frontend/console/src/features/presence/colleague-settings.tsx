import { useState } from 'react';
import type { ColleagueView, StatusView } from '../../../../shared/api/views';
import { command } from '../../foundation/command';
import { useWorkspace } from '../../foundation/desk/context';
import { AnswerPane, refusalWords, useAnswer } from '../../shell';
import { Button, Select, Switch, timeWords, toast } from '../../ui';
import { texts, useTexts } from './texts';

/** The part of a colleague's channel that is set here. */
interface TheirChannel {
  readonly channel_id: string;
  readonly name: string;
  readonly available: boolean;
  readonly since: string | null;
  readonly locked: boolean;
}

const AWAY = 'away';

async function attempt(name: string, run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run();
    return true;
  } catch (failure) {
    toast({ title: texts('colleague_failed', { name }), body: refusalWords(failure), tone: 'alert' });
    return false;
  }
}

function StatusOf({ colleague: { id, name, status, away_reason_id } }: { colleague: ColleagueView }) {
  const t = useTexts();
  const reasons = useWorkspace((workspace) => workspace.away_reasons);
  const now = status === 'away' ? (away_reason_id ?? AWAY) : status;
  const [chosen, setChosen] = useState<string>(now);
  const [busy, setBusy] = useState(false);
  const signedIn = status !== 'offline';
  const options = [
    { value: 'online', label: t('status_online'), disabled: !signedIn },
    { value: AWAY, label: t('away_no_reason'), disabled: !signedIn },
    ...reasons.map((reason) => ({
      value: reason.id,
      label: t('away_for', { reason: reason.name }),
      disabled: !signedIn,
    })),
    { value: 'offline', label: t('offline_signs_out'), disabled: !signedIn },
  ];
  const set = async () => {
    setBusy(true);
    const away = chosen !== 'online' && chosen !== 'offline';
    const wish = away
      ? { status: 'away', ...(chosen === AWAY ? {} : { away_reason_id: chosen }) }
      : { status: chosen };
    await attempt(name, () => command<StatusView>('PUT', `/operators/${id}/status`, wish));
    setBusy(false);
  };
  return (
    <>
      <div className="row colleague-status">
        <Select aria-label={t('status_of', { name })} options={options} value={chosen} onChange={setChosen} />
        <Button
          onClick={set}
          busy={busy && t('setting_status')}
          disabledBecause={!signedIn && t('is_signed_out', { name })}
        >
          {t('set_status')}
        </Button>
      </div>
      <p className="sm t3">{signedIn ? t('set_status_hint', { name }) : t('is_signed_out', { name })}</p>
    </>
  );
}

function ChannelsOf({ colleague: { id, name } }: { colleague: ColleagueView }) {
  const t = useTexts();
  const answered = useAnswer<{ items: readonly TheirChannel[] }>(`/operators/${id}/channels`);
  const change = (channel: TheirChannel, available: boolean) =>
    attempt(name, async () => {
      const path = `/operators/${id}/channels/${channel.channel_id}`;
      const changed = await command<TheirChannel>('PUT', path, { available });
      const items = (answered.answer?.items ?? []).map((one) =>
        one.channel_id === changed.channel_id ? changed : one,
      );
      answered.replace({ items });
    });
  return (
    <AnswerPane of={answered}>
      {({ items }) => (
        <ul aria-label={t('channels_of', { name })}>
          {items.map((channel) => (
            <li key={channel.channel_id} className="row colleague-channel">
              <span className="grow ell" id={`theirs-${channel.channel_id}`}>
                {channel.name}
              </span>
              <span className="sm t2" aria-hidden="true">
                {!channel.available && channel.since
                  ? t('off_since', { time: timeWords(channel.since, 'clock') })
                  : t(channel.available ? 'on' : 'off')}
              </span>
              <Switch
                on={channel.available}
                onChange={(on) => change(channel, on)}
                labelledBy={`theirs-${channel.channel_id}`}
                disabledBecause={channel.locked && t('channels_locked')}
              />
            </li>
          ))}
          {items.length === 0 && <li className="sm t3">{t('no_channels_of', { name })}</li>}
        </ul>
      )}
    </AnswerPane>
  );
}

/** What a supervisor may set for a colleague: the status, with a reason, and each channel. */
export function ColleagueSettings({ colleague }: { colleague: ColleagueView }) {
  return (
    <div className="colleague-settings">
      <StatusOf key={`${colleague.status} ${colleague.away_reason_id}`} colleague={colleague} />
      <ChannelsOf colleague={colleague} />
    </div>
  );
}
