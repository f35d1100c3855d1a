import type { EntryView, Id } from '../../../../shared/api/views';
import { useWorkspace } from '../../foundation/desk/context';
import { fileAddress } from '../../foundation/upload';
import { EmptyState, Icon, Time } from '../../ui';
import { isPicture, sizeWords } from '../messaging/file-words';
import { useTexts } from './texts';

const NO_ENTRIES: readonly EntryView[] = [];

/** Files of the timeline, as far back as it is loaded; the newest first. */
export function FilesTab({ conversationId }: { conversationId: Id }) {
  const t = useTexts();
  const entries = useWorkspace(({ timelines }) => timelines.get(conversationId) ?? NO_ENTRIES);
  const files = entries.flatMap((entry) => entry.files.map((file) => ({ file, at: entry.at }))).toReversed();
  if (files.length === 0) {
    return (
      <EmptyState icon="file" title={t('no_files')}>
        {t('no_files_hint')}
      </EmptyState>
    );
  }
  return (
    <ul className="panel-files">
      {files.map(({ file, at }) => (
        <li key={file.file_id}>
          <a className="file" href={fileAddress(file.file_id)} download={file.name}>
            <span className="fi">
              <Icon name={isPicture(file) ? 'picture' : 'file'} />
            </span>
            <span className="history-words">
              <span className="m ell mi-words">{file.name}</span>
              <span className="sm t3">
                {sizeWords(file.size_bytes)} · <Time at={at} style="moment" />
              </span>
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}
