/** The chat's verbs. They change the state; nothing here touches the document. */
import type { Conversation, Counters, EventName, FileView, Greeting, Message, Page } from './contract';
import type { Http } from './http';
import { later } from './later';
import type { Memory, Unsent } from './memory';
import { merge } from './merge';
import { outboxOf } from './outbox';
import { isOurs, isOver, type State } from './state';
import { words } from './texts';

const TYPING_MILLISECONDS = 6000;

export interface Chat {
  readonly state: State;
  readonly http: Http;
  readonly memory: Memory;
  /** For a part that has a part of its own: the build tears the panel apart where one imports this. */
  readonly later: typeof later;
  /** Where the visitor is; null when the page does not tell. */
  page: Page | null;
  /** Whether it is noticed when the page becomes another one. */
  watches: boolean;
  /** Ends with the chat. */
  readonly gone: AbortSignal;
  /** Starts or resumes the visitor, and loads the whole thread: the same path on start and after a resync. */
  hello(channel: string): Promise<number>;
  /** From now on this browser comes back to its conversation; only this tab where the visitor was asked and said no. */
  remember(): void;
  /** Sends what waits; called when the line is back. */
  send(): void;
  say(text: string, files?: readonly FileView[]): void;
  again(message: Unsent): void;
  /** An event of the live socket. Applying one twice or late is harmless: each view carries its version. */
  apply(name: string, data: unknown): void;
  counters(frame: Counters): void;
  /** Somebody writes; the dots go by themselves after six seconds without another word. */
  typing(name: string | null): void;
  leave(): Promise<void>;
  stop(): void;
}

export function chatOf(
  state: State,
  http: Http,
  memory: Memory,
  emit: (name: EventName, detail?: unknown) => void,
  locale: string | undefined,
): Chat {
  let typingEnds = 0;
  const ending = new AbortController();
  const outbox = outboxOf(http, memory, showUnsent, (code) => emit('error', { code }));

  /** What has arrived need not be kept any longer. */
  function showUnsent(): void {
    const arrived = new Set(state.messages.map((line) => line.client_ref));
    state.unsent = memory.waiting().filter(({ client_ref }) => {
      const waits = !arrived.has(client_ref);
      if (!waits) {
        void memory.sent(client_ref);
      }
      return waits;
    });
  }

  function arrived(line: Message): void {
    const known = state.messages.some((other) => other.id === line.id);
    state.messages = merge(state.messages, [line]);
    showUnsent();
    if (isOurs(line) && !known) {
      state.typing = null;
      emit('message', { text: line.text, name: line.author.name });
    }
  }

  function changed(conversation: Conversation): void {
    const { id, version } = conversation;
    const before = state.conversation;
    // What happens to an earlier conversation is over for the visitor.
    if (before && (id < before.id || (id === before.id && version < before.version))) {
      return;
    }
    const wasOver = isOver(state);
    state.conversation = conversation;
    state.failure = null;
    if (before?.id !== id) {
      state.rating = null;
      emit('conversation:start', { conversation_id: id });
      tellAbout();
    } else if (!wasOver && isOver(state)) {
      emit('conversation:end', { conversation_id: id });
    }
  }

  /** An operator who may look at the visitor's card sees where he is, too. */
  function tellAbout(): void {
    if (state.conversation) {
      void import('./about').then(({ tell }) => tell(chat));
    }
  }

  const chat: Chat = {
    state,
    http,
    memory,
    later,
    page: null,
    watches: false,
    gone: ending.signal,
    async hello(channel) {
      const greeting = await http.json<Greeting>(`/${channel}/hello`, {
        visitor_token: http.token,
        page: chat.page,
        locale,
        referrer: chat.page && document.referrer.split('?')[0],
      });
      http.token = greeting.visitor_token;
      const messages: Message[] = [];
      for (let after: string | null = greeting.conversation && ''; after !== null; ) {
        const page: { items: Message[]; next: string | null } = await http.json(
          `/messages${after && `?after=${after}`}`,
        );
        messages.push(...page.items);
        after = page.next;
      }
      state.greeting = greeting;
      state.conversation = greeting.conversation;
      state.availability = greeting.state;
      state.messages = messages;
      if (memory.token() || state.conversation || state.unsent.length > 0) {
        chat.remember();
      }
      return greeting.position;
    },
    remember() {
      const asked = state.greeting?.forms.start.consent && state.messages.length === 0;
      if (http.token) {
        memory.remember(http.token, asked && !state.answers.consent);
      }
    },
    send() {
      showUnsent();
      void outbox.flush();
      tellAbout();
    },
    say(text, files = []) {
      state.left = null;
      state.failure = null;
      chat.remember();
      // What the visitor has told about himself goes with his very first message.
      void outbox.add(text, files, state.messages.length > 0 ? undefined : state.details);
    },
    again(message) {
      void outbox.again(message, state.details);
    },
    apply(name, data) {
      if (name === 'conversation.changed') {
        changed(data as Conversation);
      } else if (name.startsWith('message.')) {
        arrived(data as Message);
      }
    },
    counters(frame) {
      const { conversation } = state;
      state.availability = frame.state ?? state.availability;
      if (conversation && frame.conversation_id === conversation.id) {
        const { queue_position = null, expected_wait_seconds = null } = frame;
        state.conversation = { ...conversation, queue_position, expected_wait_seconds };
      }
    },
    typing(name) {
      state.typing = name;
      clearTimeout(typingEnds);
      if (name !== null) {
        typingEnds = window.setTimeout(chat.typing, TYPING_MILLISECONDS, null);
      }
    },
    async leave() {
      const id = state.conversation?.id ?? null;
      state.menu = false;
      try {
        await http.send('/leave', {});
        state.left = id;
        state.draft = '';
        memory.keepDraft('', true);
      } catch {
        state.failure = words('failed');
      }
    },
    stop() {
      ending.abort();
      outbox.stop();
      clearTimeout(typingEnds);
    },
  };
  http.token = memory.token();
  state.draft = memory.draft;
  void memory.look().then(showUnsent);
  return chat;
}
