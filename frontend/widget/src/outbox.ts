/** What the visitor said and the server does not have yet. Order is kept; the same reference makes a repetition harmless. */
import { longestPause } from '../../shared/live';
import type { Details, FileView, Message } from './contract';
import { type Http, isPassing, Refused } from './http';
import { type Memory, newReference, type Unsent } from './memory';

export interface Outbox {
  /** Is kept first and sent then: whatever the network does, it is sent once and in order. */
  add(text: string, files: readonly FileView[], details?: Details): void;
  /** Tries a refused message once more, with the same reference. */
  again(message: Unsent, details?: Details): void;
  /** Sends what waits, oldest first, one at a time; stops at the first that cannot leave now and tries again later. */
  flush(): Promise<void>;
  stop(): void;
}

interface Listener {
  arrived(line: Message): void;
  refused(code: string): void;
}

export function outboxOf(http: Http, memory: Memory, listener: Listener): Outbox {
  let sending = false;
  let failures = 0;
  let retry = 0;

  const next = () => memory.waiting().find((line) => !line.refused);

  async function flush(): Promise<void> {
    if (sending || !http.token) {
      return;
    }
    clearTimeout(retry);
    sending = true;
    try {
      for (let message = next(); message; message = next()) {
        await deliver(message);
        failures = 0;
      }
    } catch (error) {
      const asked = error instanceof Refused ? error.retryAfterSeconds * 1000 : 0;
      retry = window.setTimeout(flush, asked + Math.random() * longestPause(failures++));
    }
    sending = false;
  }

  async function deliver(message: Unsent): Promise<void> {
    const { client_ref, text, files, at, details } = message;
    try {
      if (details) {
        await http.send('/details', details);
      }
      const stored = await http.json<{ message_id: string; conversation_id: string; number: number }>(
        '/messages',
        { client_ref, text: text || null, file_ids: files.map((file) => file.file_id) },
      );
      listener.arrived({
        id: stored.message_id,
        // Older than any version of the server's, so that its own view replaces this one.
        version: 0,
        conversation_id: stored.conversation_id,
        number: stored.number,
        author: { kind: 'client', name: null },
        client_ref,
        text,
        files,
        at,
        delivery: null,
        change: null,
      });
    } catch (error) {
      if (isPassing(error)) {
        throw error;
      }
      const { code } = error as Refused;
      memory.keep({ ...message, refused: code });
      listener.refused(code);
    }
  }

  return {
    add(text, files, details) {
      const at = new Date().toISOString();
      memory.keep({ client_ref: newReference(), text, files, at, details });
      void flush();
    },
    again(message, details = message.details) {
      memory.keep({ ...message, details, refused: undefined });
      void flush();
    },
    flush,
    stop() {
      clearTimeout(retry);
      sending = true;
    },
  };
}
