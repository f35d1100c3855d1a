import { useState } from 'react';
import { request } from '../../../foundation/http';
import { Checkbox, Dialog, TextField, useFields } from '../../../ui';
import { DialogForm } from '../dialog-form';
import { MadeOnce } from '../made-once';
import { texts, useTexts } from '../texts';
import { type NewApiKey, SCOPES, type Scope } from './keys';

const RULES = { name: (value: string) => (value.trim() ? null : texts('key_name_missing')) };

interface FormProps {
  onClose: () => void;
  onMade: (made: NewApiKey) => void;
}

function KeyForm({ onClose, onMade }: FormProps) {
  const t = useTexts();
  const [scopes, setScopes] = useState<readonly Scope[]>([]);
  const [missing, setMissing] = useState<string>();
  const { values, bind, check } = useFields({ name: '' }, RULES);
  const checkAll = () => {
    const first = check(['name']);
    const none = !first && scopes.length === 0;
    setMissing(none ? t('key_scopes_missing') : undefined);
    return none ? 'scopes' : first;
  };
  const make = async (keyFor: (body: unknown) => string) => {
    const body = { name: values.name.trim(), scopes };
    onMade(await request<NewApiKey>('POST', '/api-keys', { body, idempotencyKey: keyFor(body) }));
  };
  return (
    <DialogForm check={checkAll} save={make} missing={missing} action={t('make_key')} onClose={onClose}>
      <TextField
        label={t('key_name')}
        hint={t('key_name_hint')}
        maxLength={120}
        autoComplete="off"
        {...bind('name')}
      />
      <fieldset className="settings-people">
        <legend className="lbl">{t('key_scopes')}</legend>
        {SCOPES.map((scope) => (
          <Checkbox
            key={scope}
            checked={scopes.includes(scope)}
            onChange={(on) => setScopes(SCOPES.filter((one) => (one === scope ? on : scopes.includes(one))))}
          >
            {t(`scope_${scope}`)}
          </Checkbox>
        ))}
      </fieldset>
    </DialogForm>
  );
}

export interface KeyDialogProps {
  onClose: () => void;
  onMade: () => void;
}

/** Makes a key for a program, and shows it this once. */
export function KeyDialog({ onClose, onMade }: KeyDialogProps) {
  const t = useTexts();
  const [made, setMade] = useState<NewApiKey>();
  return (
    <Dialog open onClose={onClose} title={t('add_key')} width={560}>
      {made ? (
        <MadeOnce
          said={t('key_made')}
          label={t('the_key')}
          hint={t('key_once_hint')}
          value={made.key}
          onClose={onClose}
        />
      ) : (
        <KeyForm
          onClose={onClose}
          onMade={(answer) => {
            setMade(answer);
            onMade();
          }}
        />
      )}
    </Dialog>
  );
}
