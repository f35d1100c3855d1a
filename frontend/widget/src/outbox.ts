/** What the visitor said and the server does not have yet. Order is kept; the same reference makes a repetition harmless. */
import { longestPause } from '../../shared/live';
import type { Details, FileView } from './contract';
import { finalRefusal, type Http, type Refusal } from './http';
import { type Memory, newReference, type Unsent } from './memory';

const OTHER_TAB_MILLISECONDS = 3000;

export interface Outbox {
  /** Is kept first and sent then: whatever the network does, it is sent once and in order. */
  add(text: string, files: readonly FileView[], details?: Details): Promise<void>;
  /** Tries a refused message once more, with the same reference. */
  again(message: Unsent, details?: Details): Promise<void>;
  /** Sends what waits, oldest first, one at a time; stops at the first that cannot leave now and tries again later. */
  flush(): Promise<void>;
  stop(): void;
}

/** `news`: what waits is something else now. `refused`: the server will never take one, and says why. */
export function outboxOf(
  http: Http,
  memory: Memory,
  news: () => void,
  refused: (code: string) => void,
): Outbox {
  /** The server has these; what it makes of them is still on its way back. */
  const stored = new Set<string>();
  let sending = false;
  let stopped = false;
  let failures = 0;
  let retry = 0;

  // What another tab has kept is that tab's to send, unless it is closed before it can.
  memory.onNews = () => {
    news();
    later(OTHER_TAB_MILLISECONDS);
  };

  function later(milliseconds: number): void {
    clearTimeout(retry);
    retry = stopped ? 0 : window.setTimeout(flush, milliseconds);
  }

  const next = () => memory.waiting().find((line) => !line.refused && !stored.has(line.client_ref));

  async function flush(): Promise<void> {
    if (sending || stopped || !http.token) {
      return;
    }
    sending = true;
    await memory.look();
    try {
      for (let message = next(); message; message = next()) {
        await deliver(message);
        failures = 0;
      }
    } catch (error) {
      const { retryAfterSeconds = 0 } = error as Partial<Refusal>;
      later(retryAfterSeconds * 1000 + Math.random() * longestPause(failures++));
    }
    sending = false;
  }

  async function deliver(message: Unsent): Promise<void> {
    const { client_ref, text, files, details } = message;
    try {
      if (details) {
        await http.send('/details', details);
      }
      await http.send('/messages', {
        client_ref,
        text: text || null,
        file_ids: files.map((file) => file.file_id),
      });
      stored.add(client_ref);
    } catch (error) {
      const refusal = finalRefusal(error);
      if (!refusal) {
        throw error;
      }
      void memory.keep({ ...message, refused: refusal.code });
      news();
      refused(refusal.code);
    }
  }

  async function keep(message: Unsent): Promise<void> {
    const kept = memory.keep(message);
    news();
    await kept;
    await flush();
  }

  return {
    add(text, files, details) {
      const at = new Date().toISOString();
      return keep({ client_ref: newReference(), text, files, at, details });
    },
    again: (message, details = message.details) => keep({ ...message, details, refused: undefined }),
    flush,
    stop() {
      stopped = true;
      clearTimeout(retry);
      memory.close();
    },
  };
}
