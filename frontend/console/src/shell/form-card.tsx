import { type FormEvent, type ReactNode, useState } from 'react';
import { Button, Chip } from '../ui';
import { notSaved } from './not-saved';
import { useTexts } from './texts';

export interface FormCardProps {
  /** Of the heading, which names the form. */
  id: string;
  title: string;
  /** Something differs from what is stored: then it can be saved. */
  changed: boolean;
  /** The first field that is wrong, if any; the fields say so themselves. */
  check: () => string | undefined;
  /** Stores all fields together. What it raises is told as not saved, unless it deals with that itself. */
  save: () => Promise<void>;
  children: ReactNode;
}

/** A card whose fields are saved together, by the button in its head or by Enter. */
export function FormCard({ id, title, changed, check, save, children }: FormCardProps) {
  const t = useTexts();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || check()) {
      return;
    }
    setBusy(true);
    await save().catch(notSaved);
    setBusy(false);
  };
  return (
    <form className="card" aria-labelledby={id} onSubmit={submit} noValidate>
      <div className="h">
        <h3 id={id}>{title}</h3>
        {changed && (
          <span className="row end">
            <Chip tone="warn">{t('unsaved')}</Chip>
            <Button size="s" look="primary" type="submit" busy={busy && t('saving')}>
              {t('save')}
            </Button>
          </span>
        )}
      </div>
      {children}
    </form>
  );
}
