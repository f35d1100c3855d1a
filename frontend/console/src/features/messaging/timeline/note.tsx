import type { ReactNode } from 'react';
import type { FileView } from '../../../../../shared/api/views';
import { Icon, type Instant, Time } from '../../../ui';
import { useTexts } from '../texts';
import { Files } from './files';
import { SaidText } from './said-text';

export interface NoteProps {
  author: string;
  at: Instant;
  text: string | null;
  files: readonly FileView[];
  /** Stands after the time: where the note is on its way. */
  children?: ReactNode;
}

/** Said among colleagues: yellow over the whole width, so that nobody takes it for a message. */
export function Note({ author, at, text, files, children }: NoteProps) {
  const t = useTexts();
  return (
    <div className="note">
      <div className="h">
        <Icon name="lock" size="xs" />
        <b>{t('internal_note')}</b>
        <span>
          · {author} · <Time at={at} style="clock" explained />
        </span>
        {children}
        <span className="end chip line hide-sm note-only">{t('only_team')}</span>
      </div>
      {text && <SaidText text={text} mentions />}
      <Files files={files} from={author} />
    </div>
  );
}
