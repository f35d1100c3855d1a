/** A shelf in the browser's database, opened when it is first needed: an empty one would be something stored, too. */
type Ask<Found> = (store: IDBObjectStore) => IDBRequest<Found>;

const STORE = 'unsent';
/** A database that does not answer must not hold up a message. */
const PATIENCE_MILLISECONDS = 2000;

/**
 * Does what it is asked on the shelf of this name and settles when that is on the disk; things asked one after the other
 * are done in that order. Undefined where the browser keeps nothing, as some do in private windows.
 */
export function shelfOf(name: string, keyPath: string) {
  let opened: Promise<IDBDatabase> | undefined;

  const open = () =>
    new Promise<IDBDatabase>((resolve, reject) => {
      setTimeout(reject, PATIENCE_MILLISECONDS);
      const opening = indexedDB.open(name);
      opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath });
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = reject;
    });

  return async <Found>(ask: Ask<Found>): Promise<Found | undefined> => {
    try {
      opened ??= open();
      const database = await opened;
      return await new Promise<Found>((resolve, reject) => {
        setTimeout(reject, PATIENCE_MILLISECONDS);
        const work = database.transaction(STORE, 'readwrite', { durability: 'strict' });
        const request = ask(work.objectStore(STORE));
        work.oncomplete = () => resolve(request.result);
        work.onabort = reject;
      });
    } catch {
      return undefined;
    }
  };
}
