import type { ReactNode } from 'react';
import type { DraftState, Writing } from '../../../foundation/drafts/drafts';
import { Button, IconButton } from '../../../ui';
import { useTexts } from '../texts';
import { EmojiButton } from './emoji-button';

export interface FooterProps {
  writing: Writing;
  state: DraftState;
  /** There is something to send, and all of it is there. */
  ready: boolean;
  uploading: boolean;
  onAttach: () => void;
  onEmoji: (emoji: string) => void;
  onTemplates: () => void;
  onSend: () => void;
  beside: ReactNode;
}

/** The tools below the text, what becomes of the draft, and Send. */
export function Footer({
  writing,
  state,
  ready,
  uploading,
  onAttach,
  onEmoji,
  onTemplates,
  onSend,
  beside,
}: FooterProps) {
  const t = useTexts();
  const why = uploading ? t('wait_for_files') : t('write_first');
  return (
    <div className="ft">
      <IconButton icon="attach" size="s" label={t('attach')} onClick={onAttach} />
      <EmojiButton onChoose={onEmoji} />
      {writing === 'message' && (
        <IconButton icon="template" size="s" label={t('templates')} keys="#" onClick={onTemplates} />
      )}
      <span className="end sm t3 hide-sm draft-state" aria-live="off">
        {state !== 'empty' && t(`draft_${state}`)}
      </span>
      <Button
        look="primary"
        size="s"
        icon="send"
        aria-keyshortcuts="Control+Enter"
        disabledBecause={!ready && why}
        onClick={onSend}
      >
        {writing === 'note' ? t('add_note') : t('send')}
      </Button>
      {beside}
    </div>
  );
}
