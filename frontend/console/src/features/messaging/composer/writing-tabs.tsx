import type { KeyboardEvent } from 'react';
import type { Writing } from '../../../foundation/drafts/drafts';
import { Icon } from '../../../ui';
import { useTexts } from '../texts';

export interface WritingTabsProps {
  writing: Writing;
  onChange: (writing: Writing) => void;
  notesOnly: boolean;
}

/** Reply to the client, or a note among colleagues. */
export function WritingTabs({ writing, onChange, notesOnly }: WritingTabsProps) {
  const t = useTexts();
  const other = writing === 'note' ? 'message' : 'note';
  const byArrow = (event: KeyboardEvent) => {
    if (!notesOnly && (event.key === 'ArrowRight' || event.key === 'ArrowLeft')) {
      event.preventDefault();
      onChange(other);
    }
  };
  const tab = (kind: Writing) => ({
    type: 'button' as const,
    className: 'tb',
    role: 'tab',
    'aria-selected': writing === kind,
    tabIndex: writing === kind ? 0 : -1,
    onClick: () => onChange(kind),
    onKeyDown: byArrow,
  });
  return (
    <div className="hd" role="tablist" aria-label={t('message_kind')}>
      {!notesOnly && <button {...tab('message')}>{t('reply')}</button>}
      <button {...tab('note')}>
        <Icon name="lock" size="s" />
        {t('internal_note')}
      </button>
    </div>
  );
}
