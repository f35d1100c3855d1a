import type { FileView } from '../../../shared/api/views';
import { newIdempotencyKey, Refusal, UNREACHABLE } from './http';

export interface Upload {
  readonly done: Promise<FileView>;
  cancel(): void;
}

/** Sends a file. `fetch` does not tell how far a body has come, so this is the older way. */
export function upload(file: File, onProgress: (share: number) => void): Upload {
  const request = new XMLHttpRequest();
  const done = new Promise<FileView>((resolve, reject) => {
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onerror = () => reject(new Refusal(0, { code: UNREACHABLE }));
    request.onabort = () => reject(new DOMException('cancelled', 'AbortError'));
    request.onload = () => {
      const answer = request.response ?? {};
      if (request.status >= 200 && request.status < 300) {
        resolve(answer as FileView);
      } else {
        reject(new Refusal(request.status, answer));
      }
    };
    const body = new FormData();
    body.set('file', file);
    request.open('POST', '/api/v1/files');
    request.responseType = 'json';
    request.setRequestHeader('Idempotency-Key', newIdempotencyKey());
    request.send(body);
  });
  return { done, cancel: () => request.abort() };
}

/** Where a stored file can be fetched; the browser's cookie opens it. */
export function fileAddress(fileId: string): string {
  return `/api/v1/files/${encodeURIComponent(fileId)}`;
}
