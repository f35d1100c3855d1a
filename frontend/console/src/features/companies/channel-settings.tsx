import { useState } from 'react';
import { request } from '../../foundation/http';
import { AnswerPane, notSaved } from '../../shell';
import { Button, ChannelTile, EmptyState, Switch } from '../../ui';
import { ChannelDialog } from './channel-dialog';
import { type Channel, withChannel } from './channels';
import { SettingsHead } from './settings-head';
import { useTexts } from './texts';
import { useLiveAnswer } from './use-live-answer';

interface ChannelRowProps {
  channel: Channel;
  onEdit: () => void;
  onChange: (channel: Channel) => void;
}

function ChannelRow({ channel, onEdit, onChange }: ChannelRowProps) {
  const t = useTexts();
  const [saving, setSaving] = useState(false);
  const { id, kind, name, detail, enabled } = channel;
  const set = async (on: boolean) => {
    setSaving(true);
    try {
      onChange(
        await request<Channel>('PATCH', `/channels/${encodeURIComponent(id)}`, { body: { enabled: on } }),
      );
    } catch (failure) {
      notSaved(failure);
    } finally {
      setSaving(false);
    }
  };
  return (
    <li className="settings-line">
      <ChannelTile kind={kind} />
      <div className="grow">
        <div className="m ell">{name}</div>
        <div className="sm t3 ell">{detail}</div>
      </div>
      <span className="sm t2">{t(enabled ? 'on' : 'off')}</span>
      <Switch on={enabled} onChange={set} saving={saving} label={name} />
      <Button size="s" aria-label={t('channel_settings_name', { channel: name })} onClick={onEdit}>
        {t('channel_settings')}
      </Button>
    </li>
  );
}

/** Every way in, its switch for the whole company, and its settings. */
export function ChannelSettings() {
  const t = useTexts();
  const channels = useLiveAnswer<{ items: Channel[] }>('/channels', ['settings']);
  /** An id, or that of none: a new one. */
  const [edited, setEdited] = useState<string>();
  const put = (channel: Channel) =>
    channels.replace({ items: withChannel(channels.answer?.items ?? [], channel) });
  return (
    <>
      <SettingsHead title={t('section_channels')} add={t('add_webchat')} onAdd={() => setEdited('new')} />
      <AnswerPane of={channels}>
        {({ items }) =>
          items.length > 0 ? (
            <ul className="card">
              {items.map((channel) => (
                <ChannelRow
                  key={channel.id}
                  channel={channel}
                  onEdit={() => setEdited(channel.id)}
                  onChange={put}
                />
              ))}
            </ul>
          ) : (
            <EmptyState icon="inbox" title={t('no_channels')}>
              {t('no_channels_hint')}
            </EmptyState>
          )
        }
      </AnswerPane>
      {edited && (
        <ChannelDialog
          channel={channels.answer?.items.find(({ id }) => id === edited) ?? null}
          onClose={() => setEdited(undefined)}
          onSaved={(channel) => {
            put(channel);
            setEdited(edited === 'new' ? channel.id : undefined);
          }}
        />
      )}
    </>
  );
}
