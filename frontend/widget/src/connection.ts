/** The panel's live socket: the visitor's side of it. Reconnecting never gives up; that is the shared part's promise. */
import { Live } from '../../shared/live';
import type { Chat, Counters } from './chat';
import { type Http, Refused } from './http';
import { spokenLanguage } from './texts';

const TYPING_EVERY_MILLISECONDS = 3000;

export class Connection {
  private live: Live | null = null;
  private typed = 0;
  private readonly url: string;

  constructor(
    private readonly chat: Chat,
    private readonly http: Http,
    origin: string,
  ) {
    this.url = `${origin.replace(/^http/, 'ws')}/api/v1/live`;
  }

  open(): void {
    this.live = new Live({
      url: this.url,
      after: null,
      credentials: async () => {
        if (!this.chat.greeting.value) {
          await this.greet();
        }
        return { visitor_token: this.http.token ?? '' };
      },
      onEvent: (frame) => {
        this.chat.apply(frame.event, frame.data);
        if (frame.event === 'message.posted') {
          this.received(frame.data as { conversation_id: string; number: number });
        }
      },
      onResync: () => void this.greet().catch(() => this.live?.tryNow()),
      onSignal: (frame) => {
        if (frame.signal === 'typing') {
          this.chat.showTyping(frame['on'] === false ? null : String(frame['name'] ?? ''));
        }
      },
      onCounters: (frame) => this.chat.counters(frame as Counters),
      onError: (frame) => {
        if (frame.code === 'not_signed_in') {
          this.http.token = null; // the server forgot this visitor: greet again as a new one
          this.chat.greeting.value = null;
        }
      },
      onState: (state) => {
        this.chat.connection.value = state === 'live' ? 'live' : 'reconnecting';
        if (state === 'live') {
          this.chat.send();
        }
      },
    });
  }

  /** Starts or resumes the visitor. A token the server no longer knows is dropped and a new visitor begins. */
  private async greet(): Promise<void> {
    let position: number;
    try {
      position = await this.chat.hello(spokenLanguage());
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 401) {
        throw error;
      }
      this.http.token = null;
      position = await this.chat.hello(spokenLanguage());
    }
    if (this.live) {
      this.live.position = position;
    }
  }

  close(): void {
    this.live?.stop();
    this.live = null;
  }

  restart(): void {
    this.close();
    this.chat.greeting.value = null;
    this.open();
  }

  /** Tells the operator that the visitor writes, at most every three seconds. */
  typing(): void {
    const conversation = this.chat.conversation.value;
    if (conversation && !this.chat.ended && Date.now() - this.typed > TYPING_EVERY_MILLISECONDS) {
      this.typed = Date.now();
      this.live?.send({ type: 'signal', signal: 'typing', conversation_id: conversation.id, on: true });
    }
  }

  private received(line: { conversation_id: string; number: number }): void {
    const { conversation_id, number } = line;
    this.live?.send({ type: 'signal', signal: 'received', conversation_id, number });
  }

  /** What is before the visitor's eyes counts as read; told by HTTP, so that it is not lost with a socket. */
  read(): void {
    const read = this.chat.readNow();
    if (read) {
      this.http.send('POST', '/read', read).catch(() => undefined);
    }
  }
}
