import './outreach.css';
import { type FormEvent, useId, useRef, useState } from 'react';
import type { Id } from '../../../../shared/api/views';
import { command } from '../../foundation/command';
import { Refusal } from '../../foundation/http';
import { conversationPath, navigate, refusalWords } from '../../shell';
import { Banner, Button, Dialog, SelectField, TextArea, TextField } from '../../ui';
import { ClientSearch } from './client-search';
import { type AddressKind, isAddress, type Startable } from './starts';
import { texts, useTexts } from './texts';

interface Props {
  /** The channels of one kind; at least one. */
  startables: readonly Startable[];
  onClose: () => void;
}

/** Codes that are said here in the operator's language. */
const KNOWN = ['already_open', 'cannot_start', 'not_connected'] as const;

function wordsOf(failure: unknown): string {
  const code = KNOWN.find((each) => failure instanceof Refusal && failure.code === each);
  return code ? texts(code) : refusalWords(failure);
}

/** What is typed, and sending it. */
function useStart(startables: readonly Startable[], onClose: () => void) {
  const [channelId, setChannelId] = useState(startables[0]?.channel.channel_id ?? '');
  const startable = startables.find(({ channel }) => channel.channel_id === channelId) ?? startables[0];
  const to = startable?.to ?? [];
  const [wished, setKind] = useState<AddressKind>('vendor');
  const kind = to.includes(wished) ? wished : (to[0] ?? 'vendor');
  const [value, setValue] = useState('');
  const [text, setText] = useState('');
  const [faults, setFaults] = useState<{ value?: string; text?: string; all?: string }>({});
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = {
      ...(isAddress(kind, value) ? {} : { value: texts(`wrong_${kind}`) }),
      ...(text.trim() ? {} : { text: texts('message_missing') }),
    };
    setFaults(found);
    if (busy || Object.keys(found).length > 0) {
      return;
    }
    setBusy(true);
    try {
      const body = { channel_id: channelId, to: { kind, value: value.trim() }, text };
      const { id } = await command<{ id: Id }>('POST', '/conversations', body);
      onClose();
      navigate(conversationPath(id));
    } catch (failure) {
      setFaults({ all: wordsOf(failure) });
      setBusy(false);
    }
  };
  const address = (kindNow: AddressKind, typed: string) => {
    setFaults({});
    setKind(kindNow);
    setValue(typed);
  };
  const write = (typed: string) => {
    setFaults({});
    setText(typed);
  };
  return { startable, to, setChannelId, kind, value, address, text, write, faults, busy, submit };
}

/** On which channel, to whom, and the first words; then the conversation is open. */
export function StartDialog({ startables, onClose }: Props) {
  const t = useTexts();
  const form = useId();
  const field = useRef<HTMLInputElement>(null);
  const { startable, to, setChannelId, kind, value, address, text, write, faults, busy, submit } = useStart(
    startables,
    onClose,
  );
  const buttons = (
    <>
      <Button onClick={onClose}>{t('cancel')}</Button>
      <Button type="submit" form={form} look="primary" busy={busy && t('sending')}>
        {t('send')}
      </Button>
    </>
  );
  return (
    <Dialog open onClose={onClose} title={t('new_conversation')} width={480} buttons={buttons}>
      <form id={form} className="start-form" onSubmit={submit} noValidate>
        {faults.all && (
          <Banner tone="bad" icon="warning" role="alert">
            {faults.all}
          </Banner>
        )}
        <SelectField
          label={t('channel')}
          options={startables.map(({ channel }) => ({ value: channel.channel_id, label: channel.name }))}
          value={startable?.channel.channel_id ?? ''}
          onChange={setChannelId}
        />
        <ClientSearch
          to={to}
          onFound={(found, known) => {
            address(found, known);
            field.current?.focus();
          }}
        />
        {to.length > 1 && (
          <SelectField
            label={t('address')}
            options={to.map((each) => ({ value: each, label: t(`address_${each}`) }))}
            value={kind}
            onChange={(chosen) => address(chosen, value)}
          />
        )}
        <TextField
          ref={field}
          label={t(`address_${kind}`)}
          error={faults.value}
          maxLength={254}
          autoComplete="off"
          value={value}
          onChange={(typed) => address(kind, typed)}
        />
        <TextArea
          label={t('message')}
          rows={4}
          error={faults.text}
          maxLength={startable?.characters ?? 0}
          value={text}
          onChange={write}
        />
      </form>
    </Dialog>
  );
}
