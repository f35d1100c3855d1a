/** Files that the visitor sends or is sent; fetched with the first of them. */
import { longestPause } from '../../shared/live';
import type { Chat } from './chat';
import type { FileView } from './contract';
import STYLES from './files.css?inline';
import { finalRefusal, type Refusal } from './http';
import type { State } from './state';
import { spokenNow, words } from './texts';
import TEXTS from './texts/files.en.json';
import { saveAs } from './transcript';

export { STYLES, TEXTS };

let cancelled = new AbortController();

/** Files go up one after the other, each as a message of its own. A cut only delays them, until the visitor cancels. */
export async function attach(files: readonly File[], chat: Chat): Promise<void> {
  const { state } = chat;
  const refused = files.map((file) => whyNot(file, state)).find(Boolean);
  state.failure = refused ?? null;
  cancelled = new AbortController();
  const { signal } = cancelled;
  for (const file of files) {
    if (!whyNot(file, state) && !signal.aborted) {
      await send(file, chat, signal);
    }
  }
  state.uploading = null;
}

/** Why a file cannot be sent, in words, before any of it has travelled. */
export function whyNot({ name, size, type }: File, { greeting }: State): string | undefined {
  const { file_kinds = [], file_bytes = 0 } = greeting?.limits ?? {};
  if (size > file_bytes) {
    return words('fileTooLarge', { name, limit: sizeText(file_bytes) });
  }
  // Only what is clearly of another kind, such as a film: browsers name kinds in many ways, and the server looks inside.
  const family = type.split('/')[0] ?? '';
  return type && !file_kinds.some((kind) => kind.startsWith(family))
    ? words('fileRefused', { name })
    : undefined;
}

async function send(file: File, chat: Chat, signal: AbortSignal): Promise<void> {
  const { state } = chat;
  for (let failures = 0; !signal.aborted; failures++) {
    state.uploading = { name: file.name, share: 0 };
    try {
      chat.say('', [await upload(file, chat, signal)]);
      return;
    } catch (error) {
      if (finalRefusal(error)) {
        state.failure = words('fileRefused', { name: file.name });
        return;
      }
      await new Promise((wake) => setTimeout(wake, Math.random() * longestPause(failures)));
    }
  }
}

/** By the older way of asking, because only it tells how far an upload is. */
function upload(file: File, { http, state }: Chat, signal: AbortSignal): Promise<FileView> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `${http.base}/files`);
    request.setRequestHeader('authorization', `Bearer ${http.token}`);
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => {
      state.uploading = { name: file.name, share: loaded / total };
    };
    request.onload = () =>
      request.status < 300
        ? resolve(request.response)
        : reject({ status: request.status, code: 'failed', retryAfterSeconds: 0 } satisfies Refusal);
    request.onerror = request.onabort = reject;
    signal.addEventListener('abort', () => request.abort());
    const body = new FormData();
    body.append('file', file);
    request.send(body);
  });
}

/** What is on its way up, how far, and the way out. */
export function Uploading({ state }: { state: State }) {
  const { name, share } = state.uploading ?? { name: '', share: 0 };
  return (
    <div class="upload">
      <span>{words('uploading', { name })}</span>
      <progress value={share} aria-hidden="true" />
      <button type="button" onClick={() => cancelled.abort()}>
        {words('cancel')}
      </button>
    </div>
  );
}

/** Marks the window as a place to drop files, for as long as one is held over it. */
export function welcome(frame: HTMLElement): void {
  frame.dataset['drop'] = words('dropHere');
  const leave = (event: DragEvent) => {
    if (event.type === 'drop' || !frame.contains(event.relatedTarget as Node | null)) {
      delete frame.dataset['drop'];
    }
  };
  frame.ondragleave = leave;
  frame.ondrop = leave;
}

/** Fetched with the visitor's token, so it comes as bytes and not by an address. */
async function keep(file: FileView, { http, state }: Chat): Promise<void> {
  try {
    saveAs(await (await http.send(`/files/${file.file_id}`)).blob(), file.name);
  } catch {
    state.failure = words('failed');
  }
}

function sizeText(bytes: number): string {
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
      <i>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d={file.kind.startsWith('image/') ? PICTURE : PAPER} />
        </svg>
      </i>
      <span>
        <b>{file.name}</b> <small>{sizeText(file.size_bytes)}</small>
      </span>
    </button>
  );
}
