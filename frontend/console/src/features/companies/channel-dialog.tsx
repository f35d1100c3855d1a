import { AnswerPane } from '../../shell';
import { Checkbox, Dialog, TextArea, TextField } from '../../ui';
import { type ChannelFormProps, useChannelForm } from './channel-form';
import type { Group, Server } from './channel-people';
import type { Channel } from './channels';
import { DialogForm } from './dialog-form';
import { InstallCode } from './install-code';
import { PeopleFields } from './people-fields';
import { useTexts } from './texts';
import { useLiveAnswer } from './use-live-answer';

function ChannelForm({ onClose, ...props }: ChannelFormProps & { onClose: () => void }) {
  const t = useTexts();
  const { channel, groups, operators } = props;
  const { check, save, faultOf, bind, isWebChat, settings, setSettings, people, setPeople } =
    useChannelForm(props);
  return (
    <DialogForm
      check={check}
      save={save}
      faultOf={faultOf}
      action={t(channel ? 'save' : 'add')}
      onClose={onClose}
      after={channel && isWebChat && <InstallCode channelKey={channel.key} />}
    >
      <TextField label={t('channel_name')} hint={t('channel_name_hint')} {...bind('channel')} />
      {isWebChat && (
        <>
          <TextArea
            rows={3}
            label={t('sites')}
            hint={t('sites_hint')}
            spellCheck={false}
            {...bind('sites')}
          />
          <TextField label={t('greeting')} hint={t('greeting_hint')} {...bind('greeting')} />
          <TextField label={t('colour')} hint={t('colour_hint')} maxLength={7} {...bind('colour')} />
          <Checkbox
            checked={settings.files ?? true}
            onChange={(files) => setSettings({ ...settings, files })}
          >
            {t('allow_files')}
          </Checkbox>
          <Checkbox
            checked={settings.when_unavailable === 'queue'}
            onChange={(waits) =>
              setSettings({ ...settings, when_unavailable: waits ? 'queue' : 'leave_message' })
            }
          >
            {t('queue_when_away')}
          </Checkbox>
        </>
      )}
      <PeopleFields groups={groups} operators={operators} people={people} onChange={setPeople} />
    </DialogForm>
  );
}

export interface ChannelDialogProps {
  /** Null adds a website chat. */
  channel: Channel | null;
  onClose: () => void;
  onSaved: (channel: Channel) => void;
}

/** A channel's settings in one form; a website chat also shows the line to put into the website. */
export function ChannelDialog({ channel, onClose, onSaved }: ChannelDialogProps) {
  const t = useTexts();
  const groups = useLiveAnswer<{ items: Group[] }>('/groups', ['operator', 'queue']);
  const operators = useLiveAnswer<{ items: Server[] }>('/operators', ['operator']);
  return (
    <Dialog open onClose={onClose} title={channel ? channel.name : t('add_webchat')} width={560}>
      <AnswerPane of={groups}>
        {({ items }) => (
          <AnswerPane of={operators}>
            {({ items: people }) => (
              <ChannelForm
                key={channel?.id}
                channel={channel}
                groups={items}
                operators={people.filter(({ active }) => active)}
                onClose={onClose}
                onSaved={(saved) => {
                  operators.refresh();
                  onSaved(saved);
                }}
              />
            )}
          </AnswerPane>
        )}
      </AnswerPane>
    </Dialog>
  );
}
