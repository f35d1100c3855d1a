/**
 * The panel's state: cells that views read and verbs set.
 *
 * A change anywhere draws the whole panel again, once per turn: it is small, and knowing which view read which cell would cost
 * more bytes than it saves work.
 */
const watchers = new Set<() => void>();
let told = true;

function tell(): void {
  told = true;
  for (const watcher of watchers) {
    watcher();
  }
}

export class Cell<Value> {
  #value: Value;

  constructor(value: Value) {
    this.#value = value;
  }

  get value(): Value {
    return this.#value;
  }

  set value(value: Value) {
    if (!Object.is(value, this.#value)) {
      this.#value = value;
      if (told) {
        told = false;
        queueMicrotask(tell);
      }
    }
  }
}

/** Calls `watcher` now and after every turn in which a cell changed. */
export function watch(watcher: () => void): void {
  watchers.add(watcher);
  watcher();
}
