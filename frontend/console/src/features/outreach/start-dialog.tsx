import './outreach.css';
import { useId, useRef } from 'react';
import { conversationPath, Link } from '../../shell';
import { Banner, Button, Dialog, SelectField, TextArea, TextField } from '../../ui';
import { ClientSearch } from './client-search';
import type { Startable } from './starts';
import { TemplateFields } from './template-fields';
import { useTexts } from './texts';
import { type Faults, useStart } from './use-start';

interface Props {
  /** The channels of one kind; at least one. */
  startables: readonly Startable[];
  onClose: () => void;
}

function Fault({ all, open, onLeave }: Faults & { onLeave: () => void }) {
  const t = useTexts();
  const way = open && (
    <Link className="link" to={conversationPath(open)} onClick={onLeave}>
      {t('open_it')}
    </Link>
  );
  return (
    <Banner tone="bad" icon="warning" role="alert" action={way}>
      {all}
    </Banner>
  );
}

/** On which channel, to whom, and the first words; then the conversation is open. */
export function StartDialog({ startables, onClose }: Props) {
  const t = useTexts();
  const form = useId();
  const field = useRef<HTMLInputElement>(null);
  const { startable, to, typed, type, chooseChannel, faults, busy, submit } = useStart(startables, onClose);
  const { kind, value, text, template, values } = typed;
  const channelId = startable?.channel.channel_id ?? '';
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
        {faults.all && <Fault {...faults} onLeave={onClose} />}
        <SelectField
          label={t('channel')}
          options={startables.map(({ channel }) => ({ value: channel.channel_id, label: channel.name }))}
          value={channelId}
          onChange={chooseChannel}
        />
        <ClientSearch
          to={to}
          onFound={(found, known) => {
            type({ kind: found, value: known });
            field.current?.focus();
          }}
        />
        {to.length > 1 && (
          <SelectField
            label={t('address')}
            options={to.map((each) => ({ value: each, label: t(`address_${each}`) }))}
            value={kind}
            onChange={(chosen) => type({ kind: chosen })}
          />
        )}
        <TextField
          ref={field}
          label={t(`address_${kind}`)}
          error={faults.value}
          maxLength={254}
          autoComplete="off"
          value={value}
          onChange={(written) => type({ value: written })}
        />
        {startable?.by === 'template' ? (
          <TemplateFields
            key={channelId}
            channelId={channelId}
            template={template}
            values={values}
            fault={faults.template}
            faults={faults.places ?? {}}
            onChoose={(chosen) => type({ template: chosen, values: {} })}
            onFill={(filled) => type({ values: filled })}
          />
        ) : (
          <TextArea
            label={t('message')}
            rows={4}
            error={faults.text}
            maxLength={startable?.characters ?? 0}
            value={text}
            onChange={(written) => type({ text: written })}
          />
        )}
      </form>
    </Dialog>
  );
}
