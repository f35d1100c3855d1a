/** Files that the visitor sends or is sent; fetched with the first of them. */
import type { Chat } from './chat';
import type { FileView } from './contract';
import STYLES from './files.css?inline';
import { isPassing } from './http';
import { spokenNow } from './texts';
import TEXTS from './texts/files.en.json';

export { STYLES, TEXTS };

const PATIENCE_MILLISECONDS = 600_000;

/** Files go up one after the other, each as a message of its own. */
export async function attach(files: Iterable<File>, chat: Chat): Promise<void> {
  const { state, http } = chat;
  state.failure = null;
  for (const file of files) {
    state.uploading = file.name;
    const body = new FormData();
    body.append('file', file);
    const signal = AbortSignal.timeout(PATIENCE_MILLISECONDS);
    await http.json<FileView>('/files', {}, { body, signal }).then(
      (stored) => chat.say('', [stored]),
      (error) => {
        state.failure = isPassing(error) ? 'failed' : 'fileRefused';
      },
    );
  }
  state.uploading = null;
}

/** Fetched with the visitor's token, so it comes as bytes and not by an address. */
async function keep(file: FileView, { http, state }: Chat): Promise<void> {
  try {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(await (await http.send(`/files/${file.file_id}`)).blob());
    link.download = file.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  } catch {
    state.failure = 'failed';
  }
}

function size(bytes: number): string {
  const small = bytes < 1e6;
  return new Intl.NumberFormat(spokenNow(), {
    style: 'unit',
    unit: small ? 'kilobyte' : 'megabyte',
    maximumFractionDigits: small ? 0 : 1,
  }).format(Math.max(bytes / (small ? 1e3 : 1e6), 1));
}

const PICTURE = 'M4 4.5h16v15H4zM8 9h.01M4.5 17l5-4.5 3.5 3 2.5-2 4 3.5';
const PAPER = 'M7 3.5h7l4 4v13H7zM14 3.5v4h4';

export function Attachment({ file, chat, mine }: { file: FileView; chat: Chat; mine: boolean }) {
  return (
    <button type="button" class={mine ? 'file mine' : 'file'} onClick={() => void keep(file, chat)}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={file.kind.startsWith('image/') ? PICTURE : PAPER} />
      </svg>
      <span>
        {file.name} <small>{size(file.size_bytes)}</small>
      </span>
    </button>
  );
}
