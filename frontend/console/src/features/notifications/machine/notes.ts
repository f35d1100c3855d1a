import type { Id } from '../../../../../shared/api/views';
import { serviceWorker } from './worker';

/** A note of the operating system. */
export interface Note {
  readonly id: Id;
  readonly title: string;
  readonly body: string;
  /** Where a press on it leads. */
  readonly path: string;
  /** The operating system is not to sound, because this page does, or because he wishes none. */
  readonly silent: boolean;
  /** Stays until it is answered, and can be answered there where the system allows. */
  readonly offer: { readonly id: Id; readonly accept: string; readonly decline: string } | null;
}

/** What the service worker is told with a note. */
interface NoteData {
  readonly notification_id: Id;
  readonly navigate: string;
  readonly offer_id: Id | null;
}

/** Held by whoever shows or looks, here and in the service worker: Chromium forgets a note that is being shown
 * while somebody asks which there are, and a press on it then does nothing.
 */
const ALONE = 'hovor.notes';

function alone<Value>(act: () => Promise<Value>): Promise<Value> {
  return navigator.locks.request(ALONE, act) as Promise<Value>;
}

/** TypeScript's own list lacks these. */
interface NoteOptions extends NotificationOptions {
  readonly actions: readonly { readonly action: string; readonly title: string }[];
  readonly renotify: boolean;
  readonly data: NoteData;
}

export function permission(): NotificationPermission | 'unsupported' {
  return 'Notification' in window && 'serviceWorker' in navigator ? Notification.permission : 'unsupported';
}

/** Asks the browser's question; only after a press on "Turn on notifications". */
export async function askPermission(): Promise<NotificationPermission | 'unsupported'> {
  return permission() === 'unsupported' ? 'unsupported' : await Notification.requestPermission();
}

/** Shows a note; answers whether the browser has it among those that it shows. */
export async function showNote({ id, title, body, path, silent, offer }: Note): Promise<boolean> {
  const worker = permission() === 'granted' ? await serviceWorker() : null;
  if (!worker) {
    return false;
  }
  const options: NoteOptions = {
    body,
    tag: id,
    renotify: true,
    silent,
    requireInteraction: offer !== null,
    lang: document.documentElement.lang,
    data: { notification_id: id, navigate: path, offer_id: offer?.id ?? null },
    actions: offer
      ? [
          { action: 'accept', title: offer.accept },
          { action: 'decline', title: offer.decline },
        ]
      : [],
  };
  try {
    return await alone(async () => {
      await worker.showNotification(title, options);
      return (await worker.getNotifications({ tag: id })).length > 0;
    });
  } catch {
    return false;
  }
}

/** Takes a note away, and what was pushed about the same thing. */
export async function closeNote(id: Id): Promise<void> {
  if (permission() !== 'granted') {
    return;
  }
  const worker = await serviceWorker();
  await alone(async () => {
    for (const note of (await worker?.getNotifications()) ?? []) {
      if ((note.data as NoteData | null)?.notification_id === id) {
        note.close();
      }
    }
  });
}
