import type { FileView } from '../../../../../shared/api/views';
import { Icon, IconButton, Meter } from '../../../ui';
import { isPicture, sizeWords } from '../file-words';
import { useTexts } from '../texts';
import type { Uploading } from './use-uploads';

const REFUSALS = ['file_too_large', 'too_large', 'file_kind_refused', 'file_empty', 'unreachable'] as const;

export interface AttachmentsProps {
  files: readonly FileView[];
  uploads: readonly Uploading[];
  onRemoveFile: (file: FileView) => void;
  onCancel: (key: string) => void;
  onRetry: (uploading: Uploading) => void;
}

function UploadingFile({
  uploading,
  onCancel,
  onRetry,
}: { uploading: Uploading } & Pick<AttachmentsProps, 'onCancel' | 'onRetry'>) {
  const t = useTexts();
  const { key, file, share, failed } = uploading;
  const known = REFUSALS.find((code) => code === failed);
  return (
    <li className="file attachment">
      <span className="file-words grow">
        <span className="m ell mi-words">{file.name}</span>
        {failed ? (
          <span className="sm upload-failed">{known ? t(`upload_${known}`) : t('upload_failed')}</span>
        ) : (
          <Meter
            value={Math.round(share * 100)}
            label={t('uploading', { name: file.name })}
            valueText={t('uploaded_percent', { percent: Math.round(share * 100) })}
          />
        )}
      </span>
      {failed === 'unreachable' && (
        <IconButton
          icon="refresh"
          iconSize="s"
          size="s"
          label={t('upload_again', { name: file.name })}
          onClick={() => onRetry(uploading)}
        />
      )}
      <IconButton
        icon="close"
        iconSize="s"
        size="s"
        label={t('upload_cancel', { name: file.name })}
        onClick={() => onCancel(key)}
      />
    </li>
  );
}

/** What goes with the message: files that have arrived, and those that are on their way. */
export function Attachments({ files, uploads, onRemoveFile, onCancel, onRetry }: AttachmentsProps) {
  const t = useTexts();
  if (files.length + uploads.length === 0) {
    return null;
  }
  return (
    <ul className="attachments" aria-label={t('attachments')}>
      {files.map((file) => (
        <li className="file attachment" key={file.file_id}>
          <Icon name={isPicture(file) ? 'picture' : 'file'} />
          <span className="file-words grow">
            <span className="m ell mi-words">{file.name}</span>
            <span className="sm t3">{sizeWords(file.size_bytes)}</span>
          </span>
          <IconButton
            icon="close"
            iconSize="s"
            size="s"
            label={t('remove_file', { name: file.name })}
            onClick={() => onRemoveFile(file)}
          />
        </li>
      ))}
      {uploads.map((uploading) => (
        <UploadingFile key={uploading.key} uploading={uploading} onCancel={onCancel} onRetry={onRetry} />
      ))}
    </ul>
  );
}
