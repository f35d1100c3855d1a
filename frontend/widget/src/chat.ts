/** The chat's state and its verbs. Views read the cells; nothing here touches the document. */
import type { Conversation, Details, FileView, Greeting, Message, PanelContext } from './contract';
import type { Http } from './http';
import type { Memory, Unsent } from './memory';
import { merge } from './merge';
import { Outbox } from './outbox';
import { Cell } from './state';

export type Connection = 'connecting' | 'live' | 'reconnecting';

/** The visitor's own line before the server has it. */
export interface Waiting extends Unsent {
  readonly state: 'waiting' | 'failed';
}

/** The numbers that change too often to be recorded. */
export interface Counters {
  readonly queue_position?: number | null;
  readonly expected_wait_seconds?: number | null;
  readonly state?: Greeting['state'];
}

export class Chat {
  readonly greeting = new Cell<Greeting | null>(null);
  readonly messages = new Cell<readonly Message[]>([]);
  readonly conversation = new Cell<Conversation | null>(null);
  readonly availability = new Cell<Greeting['state']>('online');
  readonly connection = new Cell<Connection>('connecting');
  readonly unsent = new Cell<readonly Waiting[]>([]);
  readonly typing = new Cell<string | null>(null);
  readonly opened = new Cell(false);
  readonly refusal = new Cell<string | null>(null);
  readonly draft = new Cell('');
  /** The name of the file that is on its way up. */
  readonly uploading = new Cell<string | null>(null);
  readonly page = new Cell<{ url?: string; title?: string }>({});
  readonly readUpTo = new Cell<Readonly<Record<string, number>>>({});

  get ended(): boolean {
    const state = this.conversation.value?.state;
    return state === 'wrap_up' || state === 'closed';
  }
  /** Operators' lines the visitor has not had before the eyes. */
  get unread(): number {
    return this.messages.value.filter(
      (line) =>
        line.author.kind === 'operator' && line.number > (this.readUpTo.value[line.conversation_id] ?? 0),
    ).length;
  }

  private readonly outbox: Outbox;
  private typingEnds = 0;

  constructor(
    private readonly context: PanelContext,
    private readonly http: Http,
    private readonly memory: Memory,
  ) {
    this.outbox = new Outbox(
      http,
      memory,
      (line) => this.arrived(line),
      (code) => {
        this.showUnsent();
        this.context.emit('error', { code });
      },
    );
  }

  /** Starts or resumes the visitor, and loads the whole thread: the same path on start and after a resync. */
  async hello(locale: string): Promise<number> {
    const greeting = await this.http.send<Greeting>('POST', `/${this.context.channel}/hello`, {
      ...(this.http.token ? { visitor_token: this.http.token } : {}),
      page: this.page.value,
      locale,
      referrer: document.referrer.split('?')[0],
    });
    this.http.token = greeting.visitor_token;
    const lines = await this.everything();
    this.greeting.value = greeting;
    this.conversation.value = greeting.conversation;
    this.availability.value = greeting.state;
    this.messages.value = merge([], lines);
    this.showUnsent();
    if (greeting.conversation) {
      this.remember();
    }
    void this.outbox.flush();
    return greeting.position;
  }

  private async everything(): Promise<Message[]> {
    const lines: Message[] = [];
    let after: string | null = '';
    while (after !== null) {
      const page: { items: Message[]; next: string | null } = await this.http.send(
        'GET',
        `/messages${after && `?after=${after}`}`,
      );
      lines.push(...page.items);
      after = page.next;
    }
    return lines;
  }

  /** From now on this browser comes back to its conversation. */
  remember(): void {
    if (this.http.token && this.memory.getToken() !== this.http.token) {
      this.memory.setToken(this.http.token);
    }
  }

  /** Sends what waits; called when the line is back. */
  send(): void {
    void this.outbox.flush();
  }

  /** Keeps the message first and sends it then: whatever the network does, it is sent once and in order. */
  say(text: string, files: readonly FileView[] = []): void {
    this.remember();
    this.outbox.add(text, files);
    this.showUnsent();
    void this.outbox.flush();
  }

  again(clientRef: string): void {
    this.outbox.again(clientRef);
    this.showUnsent();
  }

  private showUnsent(): void {
    const arrived = new Set(this.messages.value.map((line) => line.client_ref));
    this.unsent.value = this.outbox
      .lines()
      .filter((line) => !arrived.has(line.client_ref))
      .map((line) => ({ ...line, state: line.failed ? 'failed' : 'waiting' }));
  }

  /** An event of the live socket. Applying one twice or late is harmless: each view carries its version. */
  apply(name: string, data: unknown): void {
    if (name.startsWith('message.')) {
      this.arrived(data as Message);
    } else if (name === 'conversation.changed') {
      this.changed(data as Conversation);
    }
  }

  private arrived(line: Message): void {
    if (line.client_ref) {
      this.memory.sent(line.client_ref);
    }
    const known = this.messages.value.some((other) => other.id === line.id);
    this.messages.value = merge(this.messages.value, [line]);
    if (line.author.kind === 'operator') {
      this.typing.value = null;
    }
    this.showUnsent();
    if (!known && line.author.kind === 'operator') {
      this.context.emit('message', { text: line.text, name: line.author.name });
    }
  }

  private changed(conversation: Conversation): void {
    const before = this.conversation.value;
    if (before && before.id === conversation.id && before.version > conversation.version) {
      return;
    }
    const place = before?.id === conversation.id ? before.queue_position : null;
    this.conversation.value = { ...conversation, queue_position: conversation.queue_position ?? place };
    if (before?.id !== conversation.id) {
      this.context.emit('conversation:start', { conversation_id: conversation.id });
    } else if (this.ended) {
      this.context.emit('conversation:end', { conversation_id: conversation.id });
    }
  }

  counters(frame: Counters): void {
    if (frame.state) {
      this.availability.value = frame.state;
    }
    const conversation = this.conversation.value;
    if (conversation && frame.queue_position !== undefined) {
      this.conversation.value = {
        ...conversation,
        queue_position: frame.queue_position,
        expected_wait_seconds: frame.expected_wait_seconds ?? null,
      };
    }
  }

  /** Somebody writes; the dots go by themselves after six seconds without another word. */
  showTyping(name: string | null): void {
    this.typing.value = name;
    clearTimeout(this.typingEnds);
    if (name !== null) {
      this.typingEnds = window.setTimeout(() => {
        this.typing.value = null;
      }, 6000);
    }
  }

  /** The newest line the visitor has before the eyes, if it has not been told yet. */
  readNow(): { conversation_id: string; number: number } | null {
    const last = this.messages.value.at(-1);
    if (!last || (this.readUpTo.value[last.conversation_id] ?? 0) >= last.number) {
      return null;
    }
    this.readUpTo.value = { ...this.readUpTo.value, [last.conversation_id]: last.number };
    return { conversation_id: last.conversation_id, number: last.number };
  }

  async tell(details: Details): Promise<void> {
    await this.http.send('POST', '/details', details);
  }

  async leave(): Promise<void> {
    await this.http.send('POST', '/leave', {});
  }

  /** Who the visitor is, signed by the site's own server (a short JSON Web Token). */
  async identify(token: string): Promise<void> {
    await this.http.send('POST', '/identity', { token });
  }

  async setParameters(parameters: Readonly<Record<string, string>>): Promise<void> {
    await this.http.send('POST', '/parameters', { parameters });
  }

  async track(name: string): Promise<void> {
    await this.http.send('POST', '/track', { name });
  }

  /** The visitor is on another page now; the operator sees which. */
  async visit(page: { url?: string; title?: string }): Promise<void> {
    this.page.value = page;
    if (this.http.token && this.conversation.value) {
      await this.http.send('POST', '/page', page);
    }
  }

  /** Forgets everything on the screen, for the next visitor at this computer. */
  clear(): void {
    this.messages.value = [];
    this.unsent.value = [];
    this.conversation.value = null;
    this.readUpTo.value = {};
    this.draft.value = '';
  }
}
