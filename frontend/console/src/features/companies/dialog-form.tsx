import { type FormEvent, type ReactNode, useState } from 'react';
import { refusalWords } from '../../shell';
import { Banner, Button } from '../../ui';
import { keysOfIntention } from './intention';
import { useTexts } from './texts';

export interface DialogFormProps {
  /** The first field that is wrong, if any; the fields say so themselves. */
  check: () => string | undefined;
  /** Sends all fields together, and goes on. `keyFor` gives the key under which a body is sent only once. */
  save: (keyFor: (body: unknown) => string) => Promise<void>;
  /** What to say of what `save` raised; nothing where a field says it. */
  faultOf?: (failure: unknown) => string | undefined;
  /** Something that no field can say is missing. */
  missing?: string | undefined;
  /** The word on the button that sends, for example "Save". */
  action: string;
  onClose: () => void;
  /** Below the buttons. */
  after?: ReactNode;
  children: ReactNode;
}

/** The form of a dialog: what is typed stays until it is stored, and what is wrong stands above the buttons. */
export function DialogForm(props: DialogFormProps) {
  const { check, save, faultOf = refusalWords, missing, action, onClose, after, children } = props;
  const t = useTexts();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const [keyFor] = useState(keysOfIntention);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) {
      return;
    }
    setFault(undefined);
    const wrong = check();
    if (wrong) {
      // It may stand far above the button.
      event.currentTarget.querySelector<HTMLElement>(`[name="${wrong}"]`)?.focus();
      return;
    }
    setBusy(true);
    try {
      await save(keyFor);
    } catch (failure) {
      setFault(faultOf(failure));
    } finally {
      setBusy(false);
    }
  };
  const said = missing ?? fault;
  return (
    <form className="settings-form" onSubmit={submit} noValidate>
      {children}
      {said && (
        <Banner tone="bad" icon="warning" role="alert">
          {said}
        </Banner>
      )}
      <div className="dialog-buttons">
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button look="primary" type="submit" busy={busy && t('saving')}>
          {action}
        </Button>
      </div>
      {after}
    </form>
  );
}
