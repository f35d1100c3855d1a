import type { Item } from './item';

/** Where items are kept until they are sent. */
export interface Shelf {
  all(): Promise<Item[]>;
  put(item: Item): Promise<void>;
  remove(ref: string): Promise<void>;
}

/** Keeps items as long as the page is open. */
export class MemoryShelf implements Shelf {
  readonly #items = new Map<string, Item>();

  all(): Promise<Item[]> {
    return Promise.resolve([...this.#items.values()]);
  }

  put(item: Item): Promise<void> {
    this.#items.set(item.ref, item);
    return Promise.resolve();
  }

  remove(ref: string): Promise<void> {
    this.#items.delete(ref);
    return Promise.resolve();
  }
}

const STORE = 'outbox';

function open(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: 'ref' });
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}

/** Keeps items in the browser's database, through reloads and for all tabs. */
class DatabaseShelf implements Shelf {
  readonly #database: IDBDatabase;

  constructor(database: IDBDatabase) {
    this.#database = database;
  }

  all(): Promise<Item[]> {
    return this.#run('readonly', (store) => store.getAll() as IDBRequest<Item[]>);
  }

  async put(item: Item): Promise<void> {
    await this.#run('readwrite', (store) => store.put(item));
  }

  async remove(ref: string): Promise<void> {
    await this.#run('readwrite', (store) => store.delete(ref));
  }

  /** Answers when the transaction is on the disk, not when the request is done. */
  #run<Value>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      const transaction = this.#database.transaction(STORE, mode, { durability: 'strict' });
      const request = ask(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  }
}

/**
 * The shelf of one operator on this device. Where the browser keeps nothing (a private window in some
 * browsers) items stay as long as the page is open.
 */
export async function openShelf(operatorId: string): Promise<Shelf> {
  try {
    return new DatabaseShelf(await open(`hovor.${operatorId}`));
  } catch {
    return new MemoryShelf();
  }
}
