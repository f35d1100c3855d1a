/**
 * One clock for every ticking time on the screen. It ticks on whole seconds, and only while somebody looks.
 */
type Listener = () => void;

const listeners = new Set<Listener>();
let timer: ReturnType<typeof setTimeout> | undefined;
let aheadMilliseconds = 0;
let stoppedAt: number | undefined;

/** Now by the server's clock, in milliseconds since 1970; stands still while the ticker is stopped. */
export function now(): number {
  return stoppedAt ?? Date.now() + aheadMilliseconds;
}

function tick(): void {
  for (const listener of listeners) {
    listener();
  }
  schedule();
}

function schedule(): void {
  timer = setTimeout(tick, 1000 - (Date.now() % 1000));
}

/** Calls the listener every second until the returned function is called. */
export function everySecond(listener: Listener): () => void {
  listeners.add(listener);
  if (listeners.size === 1) {
    schedule();
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearTimeout(timer);
    }
  };
}

/** Corrects this computer's clock: `serverNow` is what the server's showed a moment ago. */
export function setServerNow(serverNow: number): void {
  aheadMilliseconds = serverNow - Date.now();
}

/** Stops all ticking times (the connection is lost, so they may be wrong) or lets them run again. */
export function stopTicking(stopped: boolean): void {
  if (stopped !== (stoppedAt !== undefined)) {
    stoppedAt = stopped ? now() : undefined;
  }
}
