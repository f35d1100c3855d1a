import { useState } from 'react';
import { Refusal, request } from '../../../foundation/http';
import { refusalWords } from '../../../shell';
import { Dialog, SelectField, TextField, useFields } from '../../../ui';
import { DialogForm } from '../dialog-form';
import { MadeOnce } from '../made-once';
import { RULES } from '../set-up-form';
import { useTexts } from '../texts';
import type { Named, Rights } from './people';
import { RightsFields } from './rights-fields';

const DAY_SECONDS = 86_400;
const DAYS = [1, 3, 7] as const;

export interface LinkDialogProps {
  groups: readonly Named[];
  channels: readonly Named[];
  onClose: () => void;
  onMade: () => void;
}

interface Made {
  url: string;
}

function LinkForm({
  groups,
  channels,
  onClose,
  onMade,
}: Omit<LinkDialogProps, 'onMade'> & { onMade: (made: Made) => void }) {
  const t = useTexts();
  const [days, setDays] = useState('7');
  const [rights, setRights] = useState<Rights>({ role: 'operator', group_ids: [], channel_ids: [] });
  const { values, bind, check, setFaults } = useFields({ email: '' }, { email: RULES.email ?? (() => null) });
  const make = async (keyFor: (body: unknown) => string) => {
    const body = { email: values.email.trim(), valid_for_seconds: Number(days) * DAY_SECONDS, ...rights };
    onMade(await request<Made>('POST', '/sign-up-links', { body, idempotencyKey: keyFor(body) }));
  };
  const faultOf = (failure: unknown) => {
    if (failure instanceof Refusal && failure.code === 'email_taken') {
      setFaults({ email: t('email_taken') });
      return;
    }
    return refusalWords(failure);
  };
  return (
    <DialogForm
      check={() => check(['email'])}
      save={make}
      faultOf={faultOf}
      action={t('make_link')}
      onClose={onClose}
    >
      <TextField
        type="email"
        autoComplete="off"
        label={t('colleague_email')}
        hint={t('colleague_email_hint')}
        {...bind('email')}
      />
      <RightsFields groups={groups} channels={channels} rights={rights} onChange={setRights} />
      <SelectField
        label={t('valid_for')}
        options={DAYS.map((count) => ({ value: String(count), label: t('days', { count }) }))}
        value={days}
        onChange={setDays}
      />
    </DialogForm>
  );
}

/** Makes a link for a new colleague, and shows it this once. */
export function LinkDialog({ onMade, ...props }: LinkDialogProps) {
  const t = useTexts();
  const [made, setMade] = useState<Made>();
  return (
    <Dialog open onClose={props.onClose} title={t('add_colleague')} width={560}>
      {made ? (
        <MadeOnce
          said={t('link_made')}
          label={t('sign_up_link')}
          hint={t('link_once_hint')}
          value={made.url}
          onClose={props.onClose}
        />
      ) : (
        <LinkForm
          {...props}
          onMade={(answer) => {
            setMade(answer);
            onMade();
          }}
        />
      )}
    </Dialog>
  );
}
