/** What the live socket needs of the world around it; tests give it another one. */
export interface Outside {
  /** Milliseconds, from any beginning; it never runs backwards. */
  now(): number;
  /** Calls back once after so many milliseconds; returns how to call that off. */
  later(milliseconds: number, call: () => void): () => void;
  /** Evenly between 0 and 1. */
  random(): number;
  connect(url: string): WebSocket;
  /** Tells when the page may have its network back, and when it is put away or taken out again. */
  listen(page: { wake(): void; away(): void }): () => void;
}

export const browser: Outside = {
  now: () => performance.now(),
  later(milliseconds, call) {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  },
  random: Math.random,
  connect: (url) => new WebSocket(url),
  listen({ wake, away }) {
    const seen = () => document.visibilityState === 'visible' && wake();
    addEventListener('online', wake);
    addEventListener('pageshow', wake);
    // A page with an open socket may not be kept for the way back, so the socket goes first.
    addEventListener('pagehide', away);
    document.addEventListener('visibilitychange', seen);
    return () => {
      removeEventListener('online', wake);
      removeEventListener('pageshow', wake);
      removeEventListener('pagehide', away);
      document.removeEventListener('visibilitychange', seen);
    };
  },
};
