import { type FormEvent, useState } from 'react';
import { Refusal, request } from '../../foundation/http';
import { refusalWords } from '../../shell';
import { Banner, Button, Dialog, Icon, PasswordField, toast, useFields } from '../../ui';
import { PASSWORD_CHARACTERS, passwordRule } from './password-rule';
import { texts, useTexts } from './texts';

const RULES = {
  present: (value: string) => (value === '' ? texts('password_missing') : null),
  wished: passwordRule,
};

function PasswordDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const { values, bind, check, setFaults } = useFields({ present: '', wished: '' }, RULES);
  const refused = (failure: unknown) => {
    const about =
      failure instanceof Refusal ? failure.fields.find(({ field }) => field === 'new_password') : null;
    if (failure instanceof Refusal && failure.code === 'wrong_password') {
      setFaults({ present: t('wrong_password') });
    } else if (about) {
      setFaults({ wished: about.message });
    } else {
      setFault(refusalWords(failure));
    }
  };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || check(['present', 'wished'])) {
      return;
    }
    setBusy(true);
    setFault(undefined);
    try {
      const body = { current_password: values.present, new_password: values.wished };
      await request('POST', '/me/password', { body });
      toast({ title: t('password_changed'), body: t('password_changed_hint'), icon: 'tick' });
      onClose();
    } catch (failure) {
      refused(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog open onClose={onClose} title={t('change_password')}>
      <form className="col" onSubmit={save} noValidate>
        {fault && (
          <Banner tone="bad" icon="warning" role="alert">
            {fault}
          </Banner>
        )}
        <PasswordField label={t('present_password')} autoComplete="current-password" {...bind('present')} />
        <PasswordField
          label={t('new_password')}
          hint={t('new_password_hint', { count: PASSWORD_CHARACTERS })}
          autoComplete="new-password"
          {...bind('wished')}
        />
        <div className="dialog-buttons">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="primary" type="submit" busy={busy && t('saving')}>
            {t('change_password')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

export function PasswordRow() {
  const t = useTexts();
  const [open, setOpen] = useState(false);
  return (
    <div className="profile-line">
      <span className="profile-icon">
        <Icon name="key" />
      </span>
      <div className="grow">
        <div className="m">{t('password')}</div>
        <div className="sm t3">{t('password_row_hint')}</div>
      </div>
      <Button size="s" onClick={() => setOpen(true)}>
        {t('change_password')}
      </Button>
      {open && <PasswordDialog onClose={() => setOpen(false)} />}
    </div>
  );
}
