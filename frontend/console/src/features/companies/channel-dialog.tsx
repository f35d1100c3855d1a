import { type FormEvent, useState } from 'react';
import { Refusal, request } from '../../foundation/http';
import { refusalWords } from '../../shell';
import { Banner, Button, Checkbox, Dialog, TextArea, TextField, useFields } from '../../ui';
import { type Channel, sitesInWords, type WebChatSettings } from './channels';
import { InstallCode } from './install-code';
import { keysOfIntention } from './intention';
import { originsOf, RULES } from './set-up-form';
import { texts, useTexts } from './texts';

type ChannelField = 'channel' | 'sites' | 'greeting' | 'colour';

/** Where the server's names for what is wrong are shown. */
const SHOWN_AT: Readonly<Record<string, ChannelField>> = {
  name: 'channel',
  'settings.allowed_sites': 'sites',
  'settings.greeting': 'greeting',
  'settings.colour': 'colour',
};

const OWN_RULES = {
  ...RULES,
  colour: (value: string) => (/^#[0-9a-f]{6}$/i.test(value.trim()) ? null : texts('colour_wrong')),
};

const FIRST_COLOUR = '#22231f';

export interface ChannelDialogProps {
  /** Null adds a website chat. */
  channel: Channel | null;
  onClose: () => void;
  onSaved: (channel: Channel) => void;
}

function change({ id }: Channel, body: object): Promise<Channel> {
  return request<Channel>('PATCH', `/channels/${encodeURIComponent(id)}`, { body });
}

function useChannelForm({ channel, onSaved }: ChannelDialogProps) {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const [keyFor] = useState(keysOfIntention);
  const add = (body: object) => request<Channel>('POST', '/channels', { body, idempotencyKey: keyFor(body) });
  const before = channel?.settings ?? {};
  const [files, setFiles] = useState(before.files ?? true);
  const [queues, setQueues] = useState(before.when_unavailable === 'queue');
  const { values, bind, check, setFaults } = useFields<ChannelField>(
    {
      channel: channel?.name ?? '',
      sites: sitesInWords(before),
      greeting: before.greeting ?? '',
      colour: before.colour ?? FIRST_COLOUR,
    },
    OWN_RULES,
  );
  const settings = (): WebChatSettings => ({
    ...before,
    allowed_sites: originsOf(values.sites).filter((site) => site !== null),
    colour: values.colour.trim(),
    files,
    when_unavailable: queues ? 'queue' : 'leave_message',
    ...(values.greeting.trim() ? { greeting: values.greeting.trim() } : {}),
  });
  const refused = (failure: unknown) => {
    const faults = failure instanceof Refusal ? failure.fields : [];
    const known = faults.flatMap(({ field, message }) => {
      const at = SHOWN_AT[field.replace(/\.\d+$/, '')];
      return at ? [[at, message]] : [];
    });
    setFaults(Object.fromEntries(known));
    setFault(known.length > 0 ? undefined : refusalWords(failure));
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || check(['channel', 'sites', 'greeting', 'colour'])) {
      return;
    }
    setBusy(true);
    setFault(undefined);
    const body = { name: values.channel.trim(), settings: settings() };
    try {
      onSaved(await (channel ? change(channel, body) : add({ kind: 'webchat', ...body })));
    } catch (failure) {
      refused(failure);
    } finally {
      setBusy(false);
    }
  };
  return { busy, fault, bind, files, setFiles, queues, setQueues, submit };
}

/** A channel's settings in one form; a website chat also shows the line to put into the website. */
export function ChannelDialog(props: ChannelDialogProps) {
  const t = useTexts();
  const { channel, onClose } = props;
  const { busy, fault, bind, files, setFiles, queues, setQueues, submit } = useChannelForm(props);
  const isWebChat = channel === null || channel.kind === 'webchat';
  return (
    <Dialog open onClose={onClose} title={channel ? channel.name : t('add_webchat')} width={560}>
      <form className="settings-form" onSubmit={submit} noValidate>
        {fault && (
          <Banner tone="bad" icon="warning" role="alert">
            {fault}
          </Banner>
        )}
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
            <Checkbox checked={files} onChange={setFiles}>
              {t('allow_files')}
            </Checkbox>
            <Checkbox checked={queues} onChange={setQueues}>
              {t('queue_when_away')}
            </Checkbox>
          </>
        )}
        <div className="dialog-buttons">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="primary" type="submit" busy={busy && t('saving')}>
            {t(channel ? 'save' : 'add')}
          </Button>
        </div>
        {channel && isWebChat && <InstallCode channelKey={channel.key} />}
      </form>
    </Dialog>
  );
}
