import { type ChangeEvent, type ClipboardEvent, type DragEvent, useState } from 'react';
import type { FileView } from '../../../../../shared/api/views';
import type { DraftHandle } from './use-draft';
import { useUploads } from './use-uploads';

function carriesFiles(transfer: DataTransfer): boolean {
  return transfer.types.includes('Files');
}

/** Files come into a message by choosing, dropping or pasting them. */
export function useFiles({ write }: Pick<DraftHandle, 'write'>) {
  const [dragging, setDragging] = useState(false);
  const { uploads, start, remove, retry } = useUploads((file) =>
    write(({ files }) => ({ files: [...files, file] })),
  );
  return {
    uploads,
    dragging,
    cancel: remove,
    retry,
    removeFile: (file: FileView) =>
      write(({ files }) => ({ files: files.filter(({ file_id }) => file_id !== file.file_id) })),
    onPick: ({ target }: ChangeEvent<HTMLInputElement>) => {
      start([...(target.files ?? [])]);
      target.value = '';
    },
    onPaste: (event: ClipboardEvent) => {
      const files = [...event.clipboardData.files];
      if (files.length > 0) {
        event.preventDefault();
        start(files);
      }
    },
    dropTarget: {
      onDragOver: (event: DragEvent) => {
        if (carriesFiles(event.dataTransfer)) {
          event.preventDefault();
          setDragging(true);
        }
      },
      onDragLeave: (event: DragEvent) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) {
          setDragging(false);
        }
      },
      onDrop: (event: DragEvent) => {
        if (carriesFiles(event.dataTransfer)) {
          event.preventDefault();
          setDragging(false);
          start([...event.dataTransfer.files]);
        }
      },
    },
  };
}
