import { Button, CopyButton, Icon, TextField } from '../../ui';
import { useTexts } from './texts';

export interface MadeOnceProps {
  /** What has happened. */
  said: string;
  label: string;
  hint: string;
  /** What can be copied now and is never shown again. */
  value: string;
  onClose: () => void;
}

/** The end of a dialog that has made a secret: a key, a personal link. */
export function MadeOnce({ said, label, hint, value, onClose }: MadeOnceProps) {
  const t = useTexts();
  return (
    <div className="settings-form">
      <p role="status">
        <Icon name="tick" size="s" /> {said}
      </p>
      <TextField label={label} hint={hint} readOnly value={value} onChange={() => undefined} />
      <div className="dialog-buttons">
        <CopyButton text={value} look="primary" />
        <Button onClick={onClose}>{t('done')}</Button>
      </div>
    </div>
  );
}
