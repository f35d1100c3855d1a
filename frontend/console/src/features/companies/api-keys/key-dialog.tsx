import { type FormEvent, useState } from 'react';
import { request } from '../../../foundation/http';
import { refusalWords } from '../../../shell';
import { Banner, Button, Checkbox, Dialog, TextField, useFields } from '../../../ui';
import { keysOfIntention } from '../intention';
import { MadeOnce } from '../made-once';
import { texts, useTexts } from '../texts';
import { type NewApiKey, SCOPES, type Scope } from './keys';

const RULES = { name: (value: string) => (value.trim() ? null : texts('key_name_missing')) };

interface FormProps {
  onClose: () => void;
  onMade: (made: NewApiKey) => void;
}

function useKeyForm(onMade: FormProps['onMade']) {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const [keyFor] = useState(keysOfIntention);
  const [scopes, setScopes] = useState<readonly Scope[]>([]);
  const { values, bind, check } = useFields({ name: '' }, RULES);
  const make = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || check(['name'])) {
      return;
    }
    setFault(scopes.length === 0 ? texts('key_scopes_missing') : undefined);
    if (scopes.length === 0) {
      return;
    }
    setBusy(true);
    const body = { name: values.name.trim(), scopes };
    try {
      onMade(await request<NewApiKey>('POST', '/api-keys', { body, idempotencyKey: keyFor(body) }));
    } catch (failure) {
      setFault(refusalWords(failure));
      setBusy(false);
    }
  };
  return { busy, fault, scopes, setScopes, bind, make };
}

function KeyForm({ onClose, onMade }: FormProps) {
  const t = useTexts();
  const { busy, fault, scopes, setScopes, bind, make } = useKeyForm(onMade);
  return (
    <form className="settings-form" onSubmit={make} noValidate>
      {fault && (
        <Banner tone="bad" icon="warning" role="alert">
          {fault}
        </Banner>
      )}
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
      <div className="dialog-buttons">
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button look="primary" type="submit" busy={busy && t('saving')}>
          {t('make_key')}
        </Button>
      </div>
    </form>
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
