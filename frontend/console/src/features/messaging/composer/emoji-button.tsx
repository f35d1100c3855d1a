import { lazy, Suspense, useState } from 'react';
import { IconButton, Popover } from '../../../ui';
import { useTexts } from '../texts';

const EmojiGrid = lazy(() => import('./emoji-grid').then((module) => ({ default: module.EmojiGrid })));

/** Opens the grid of emoji, which is loaded when it is opened first. */
export function EmojiButton({ onChoose }: { onChoose: (emoji: string) => void }) {
  const t = useTexts();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      label={t('emoji')}
      align="start"
      side="top"
      open={open}
      onOpenChange={setOpen}
      trigger={<IconButton icon="emoji" size="s" label={t('emoji')} />}
    >
      <Suspense>
        <EmojiGrid
          onChoose={(emoji) => {
            setOpen(false);
            onChoose(emoji);
          }}
        />
      </Suspense>
    </Popover>
  );
}
