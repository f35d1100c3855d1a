/** The chat's verbs. They change the state; nothing here touches the document. */
import type {
  Conversation,
  Counters,
  Details,
  EventName,
  FileView,
  Greeting,
  Message,
  Page,
} from './contract';
import type { Http } from './http';
import type { Memory, Unsent } from './memory';
import { merge } from './merge';
import { outboxOf } from './outbox';
import { beginning, isOurs, isOver, type State } from './state';

const TYPING_MILLISECONDS = 6000;

export interface Chat {
  readonly state: State;
  readonly http: Http;
  /** Where the visitor is; null when the page does not tell. */
  page: Page | null;
  /** See `Consent`. */
  agreed: string | undefined;
  /** What the page has told about the visitor and the server does not know yet, by the path it goes to. */
  readonly untold: Map<string, object>;
  /** Starts or resumes the visitor, and loads the whole thread: the same path on start and after a resync. */
  hello(channel: string): Promise<number>;
  /** Remembers the visitor as soon as he has agreed to that, by the page's own question or by talking to us. */
  consent(): void;
  /** From now on this browser comes back to its conversation; only this tab where the visitor was asked and said no. */
  remember(): void;
  note(path: '/details' | '/page' | '/parameters', told: object): void;
  /** Sends what waits; called when the line is back. */
  send(): void;
  say(text: string, files?: readonly FileView[]): void;
  again(message: Unsent): void;
  showUnsent(): void;
  /** An event of the live socket. Applying one twice or late is harmless: each view carries its version. */
  apply(name: string, data: unknown): void;
  counters(frame: Counters): void;
  /** Somebody writes; the dots go by themselves after six seconds without another word. */
  typing(name: string | null): void;
  leave(): Promise<void>;
  /** A shared computer: nothing of the last visitor may stay, neither here nor in the open window. */
  forget(): void;
  stop(): void;
}

export function chatOf(
  state: State,
  http: Http,
  memory: Memory,
  emit: (name: EventName, detail?: unknown) => void,
): Chat {
  let typingEnds = 0;
  const outbox = outboxOf(http, memory, {
    arrived,
    refused(code) {
      showUnsent();
      emit('error', { code });
    },
  });

  function showUnsent(): void {
    const arrived = state.messages.map((line) => line.client_ref);
    state.unsent = memory.waiting().filter((line) => !arrived.includes(line.client_ref));
  }

  /** What the visitor has told about himself goes with his very first message. */
  function answers(): Details | undefined {
    const { text: _, ...given } = state.answers;
    const told = Object.entries(given).filter(([, value]) => value !== '');
    return state.messages.length > 0 || told.length === 0 ? undefined : Object.fromEntries(told);
  }

  function arrived(line: Message): void {
    const known = state.messages.some((other) => other.id === line.id);
    state.messages = merge(state.messages, [line]);
    if (line.client_ref) {
      memory.sent(line.client_ref);
      showUnsent();
    }
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
    if (before?.id !== id) {
      state.rating = beginning().rating;
      emit('conversation:start', { conversation_id: id });
      tellAbout();
    } else if (!wasOver && isOver(state)) {
      emit('conversation:end', { conversation_id: id });
    }
  }

  function tellAbout(): void {
    if (chat.untold.size > 0) {
      void import('./about').then(({ tell }) => tell(chat));
    }
  }

  const chat: Chat = {
    state,
    http,
    page: null,
    agreed: undefined,
    untold: new Map(),
    async hello(channel) {
      const greeting = await http.json<Greeting>(`/${channel}/hello`, {
        visitor_token: http.token,
        page: chat.page,
        locale: document.documentElement.lang || navigator.language,
        referrer: chat.page && document.referrer.split('?')[0],
      });
      http.token = greeting.visitor_token;
      const messages: Message[] = [];
      for (let after: string | null = ''; after !== null; ) {
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
      chat.consent();
      chat.send();
      return greeting.position;
    },
    consent() {
      // A browser that asks not to be followed is remembered no sooner than its visitor opens the chat.
      const follows = !(navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl;
      const agrees =
        (chat.agreed === 'all' && follows) || (state.opened && /^(all|functional)$/.test(chat.agreed ?? ''));
      if (agrees || memory.token() || state.conversation || state.unsent.length > 0) {
        chat.remember();
      }
    },
    remember() {
      const asked = state.greeting?.forms.start.consent && state.messages.length === 0;
      if (http.token) {
        memory.remember(http.token, asked && !state.answers.consent);
      }
    },
    note(path, told) {
      chat.untold.set(path, told);
      tellAbout();
    },
    send() {
      showUnsent();
      void outbox.flush();
      tellAbout();
    },
    say(text, files = []) {
      state.left = null;
      chat.remember();
      outbox.add(text, files, answers());
      showUnsent();
    },
    again(message) {
      outbox.again(message, answers());
      showUnsent();
    },
    showUnsent,
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
      try {
        await http.send('/leave', {});
        state.left = id;
      } catch {
        state.failure = 'failed';
      }
    },
    forget() {
      const { opened, language, greeting } = state;
      memory.forget();
      http.token = null;
      Object.assign(state, { ...beginning(), opened, language, greeting });
    },
    stop() {
      outbox.stop();
      clearTimeout(typingEnds);
    },
  };
  http.token = memory.token();
  showUnsent();
  return chat;
}
