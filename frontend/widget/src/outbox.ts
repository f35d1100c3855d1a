/** What the visitor said and the server does not have yet. Order is kept; the same reference makes a repetition harmless. */
import type { FileView, Message } from './contract';
import { type Http, Refused } from './http';
import { type Memory, newReference, type Unsent } from './memory';

const PAUSE_MILLISECONDS = 4000;

export class Outbox {
  private sending = false;

  constructor(
    private readonly http: Http,
    private readonly memory: Memory,
    private readonly onArrived: (line: Message) => void,
    private readonly onRefused: (code: string) => void,
  ) {}

  lines(): Unsent[] {
    return this.memory.waiting();
  }

  add(text: string, files: readonly FileView[]): void {
    this.memory.keep({
      client_ref: newReference(),
      text,
      files,
      file_ids: files.map((file) => file.file_id),
      at: new Date().toISOString(),
    });
  }

  /** Tries a refused message once more, with the same reference. */
  again(clientRef: string): void {
    const message = this.memory.waiting().find((line) => line.client_ref === clientRef);
    if (message) {
      const { failed: _, ...rest } = message;
      this.memory.keep(rest);
      void this.flush();
    }
  }

  /** Sends what waits, oldest first, one at a time; stops at the first that cannot leave now and tries again later. */
  async flush(): Promise<void> {
    if (this.sending || !this.http.token) {
      return;
    }
    this.sending = true;
    try {
      for (let next = this.next(); next; next = this.next()) {
        await this.deliver(next);
      }
    } catch {
      setTimeout(() => void this.flush(), PAUSE_MILLISECONDS);
    } finally {
      this.sending = false;
    }
  }

  private next(): Unsent | undefined {
    return this.memory.waiting().find((line) => !line.failed);
  }

  private async deliver(message: Unsent): Promise<void> {
    try {
      const answer = await this.http.send<{ message_id: string; conversation_id: string; number: number }>(
        'POST',
        '/messages',
        {
          client_ref: message.client_ref,
          ...(message.text ? { text: message.text } : {}),
          ...(message.file_ids.length > 0 ? { file_ids: message.file_ids } : {}),
        },
      );
      this.onArrived({
        id: answer.message_id,
        version: 0,
        conversation_id: answer.conversation_id,
        number: answer.number,
        author: { kind: 'client', name: null },
        client_ref: message.client_ref,
        text: message.text || null,
        files: message.files,
        at: message.at,
        delivery: { state: 'sent' },
        change: null,
      });
    } catch (error) {
      if (!(error instanceof Refused) || error.passing) {
        throw error;
      }
      this.memory.keep({ ...message, failed: error.code });
      this.onRefused(error.code);
    }
  }
}
