import { useRef, useState } from 'react';
import { refusalWords } from '../../shell';
import { Avatar, IconButton, Menu, MenuItem, toast } from '../../ui';
import { type Account, changePicture, removePicture } from './account';
import { useTexts } from './texts';

/** What the server can make a picture of. */
const KINDS = 'image/png,image/jpeg,image/gif,image/webp';

export interface PictureProps {
  account: Account;
  onChange: (account: Account) => void;
}

/** The operator's picture, or initials, with what can be done about it. */
export function Picture({ account, onChange }: PictureProps) {
  const t = useTexts();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const run = async (ask: () => Promise<Account>, done: string) => {
    if (busy) {
      return;
    }
    setBusy(true);
    try {
      onChange(await ask());
      toast({ title: done, icon: 'tick' });
    } catch (failure) {
      toast({ title: t('picture_refused'), body: refusalWords(failure), tone: 'alert', icon: 'warning' });
    } finally {
      setBusy(false);
    }
  };
  const choose = () => input.current?.click();
  return (
    <div className="profile-picture">
      <Avatar name={account.name} colourBy={account.id} picture={account.picture} size="xl" />
      <input
        ref={input}
        type="file"
        accept={KINDS}
        hidden
        aria-label={t('picture_file')}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) {
            void run(() => changePicture(file), t('picture_changed'));
          }
          target.value = '';
        }}
      />
      {account.picture === null ? (
        <IconButton size="s" icon="edit" label={t('picture_choose')} onClick={choose} />
      ) : (
        <Menu
          label={t('picture_change')}
          align="start"
          width={220}
          trigger={<IconButton size="s" icon="edit" label={t('picture_change')} />}
        >
          <MenuItem icon="edit" onSelect={choose}>
            {t('picture_another')}
          </MenuItem>
          <MenuItem icon="close" onSelect={() => void run(removePicture, t('picture_removed'))}>
            {t('picture_remove')}
          </MenuItem>
        </Menu>
      )}
    </div>
  );
}
