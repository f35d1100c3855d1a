import { useState } from 'react';
import { IconButton, Later, loadable, Popover } from '../../../ui';
import { useTexts } from '../texts';

const emojiGrid = loadable(async () => (await import('./emoji-grid')).EmojiGrid);

/** Opens the grid of emoji. */
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
      <Later
        of={emojiGrid}
        onChoose={(emoji: string) => {
          setOpen(false);
          onChoose(emoji);
        }}
      />
    </Popover>
  );
}
