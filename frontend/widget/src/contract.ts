/** What the loader, the panel, the page and the server say to one another. */

/** The page's door to the chat: `window.Hovor`. Commands may be called before the panel is there; they wait for it. */
export interface Api {
  readonly channel: string;
  /** Fetches the panel without opening it. */
  init(): Promise<void>;
  /** Settles when the panel answers commands. */
  ready(): Promise<void>;
  open(): Promise<void>;
  close(): Promise<void>;
  toggle(): Promise<void>;
  /** Shows or hides all of the chat, the launcher included. */
  show(): Promise<void>;
  hide(): Promise<void>;
  /** Opens the same chat in a window of its own. */
  popout(): Promise<void>;
  /** Forgets the visitor, as on a shared computer. */
  reset(): Promise<void>;
  /** Takes the chat out of the page. */
  destroy(): Promise<void>;
  setContact(details: Details): Promise<void>;
  /** What the page knows about this visit; the operator sees it beside the conversation. */
  setConversation(parameters: Readonly<Record<string, string>>): Promise<void>;
  setLocale(locale: string): Promise<void>;
  setTheme(theme: 'light' | 'dark' | 'auto'): Promise<void>;
  setConsent(consent: Consent): Promise<void>;
  prefill(text: string): Promise<void>;
  sendMessage(text: string): Promise<void>;
  /** Shows a line of the page's own beside the closed launcher. */
  trigger(text: string): Promise<void>;
  /** Where the visitor is, in the page's own words; from then on the page tells, and nothing is noticed by itself. */
  setPageContext(page: Page): Promise<void>;
  on(name: EventName, listener: (detail: unknown) => void): () => void;
  /** One command as a list, `['prefill', 'Hello']`: what a page writes that may come before the loader. */
  push(command: EarlyCommand): void;
}

/** `(window.Hovor = window.Hovor || []).push(['open'])` works before and after the loader has come. */
export type EarlyCommand = readonly [name: string, ...values: unknown[]];

/**
 * `essential`: nothing is stored in the browser before the first message · `functional`: from the first opening on ·
 * `all`: from the moment the panel is there.
 */
export type Consent = 'essential' | 'functional' | 'all';

export type EventName =
  | 'ready'
  | 'open'
  | 'close'
  | 'unread'
  | 'message'
  | 'conversation:start'
  | 'conversation:end'
  | 'error'
  | 'consent';

/** What the loader gives the panel. */
export interface PanelContext {
  readonly root: ShadowRoot;
  readonly button: HTMLButtonElement;
  readonly badge: HTMLElement;
  readonly channel: string;
  /** Where Hovor is, for example `https://talk.alderway.example`. */
  readonly origin: string;
  /** The `data-` attributes of the script element; commands change them. */
  readonly options: Options;
  emit(name: EventName, detail?: unknown): void;
}

export interface Options {
  locale?: string | undefined;
  theme?: string | undefined;
  consent?: string | undefined;
  /** `off`: the page does not tell where the visitor is. */
  pageContext?: string | undefined;
  /** `whole`: the chat is all there is on the page. */
  page?: string | undefined;
  /** The visitor whose chat goes on in this page. */
  token?: string | undefined;
}

/** What the panel gives the loader. */
export interface Panel {
  run(command: string, values: readonly unknown[]): Promise<void>;
}

export interface Page {
  readonly url?: string;
  readonly title?: string;
}

export interface Details {
  readonly name?: string;
  readonly email?: string;
  readonly phone?: string;
  /** Whether the browser may remember the visitor. */
  readonly consent?: boolean;
}

export interface FileView {
  readonly file_id: string;
  readonly name: string;
  readonly kind: string;
  readonly size_bytes: number;
}

/** One line of the conversation as the visitor sees it. */
export interface Message {
  readonly id: string;
  readonly version: number;
  readonly conversation_id: string;
  readonly number: number;
  readonly author: {
    readonly kind: 'client' | 'operator' | 'system' | 'integration';
    readonly name: string | null;
  };
  readonly client_ref: string | null;
  readonly text: string | null;
  readonly files: readonly FileView[];
  readonly at: string;
  /** How far the other side is: operators with the visitor's lines, the visitor with theirs. */
  readonly delivery: { readonly state: 'sent' | 'delivered' | 'read' } | null;
  readonly change: { readonly what: string; readonly name?: string } | null;
}

export interface Conversation {
  readonly id: string;
  readonly version: number;
  readonly state: 'queued' | 'active' | 'wrap_up' | 'closed';
  readonly operator: { readonly name: string; readonly picture: string | null } | null;
  readonly queue_position: number | null;
  readonly expected_wait_seconds: number | null;
  readonly rated: boolean;
  /** Operators have read everything up to this number. */
  readonly operator_read: number;
}

/** The answer to `hello`. */
export interface Greeting {
  readonly visitor_token: string;
  readonly position: number;
  readonly state: 'online' | 'busy' | 'offline';
  readonly when_unavailable: 'queue' | 'leave_message';
  readonly company: {
    readonly name: string;
    readonly colour: string;
    readonly shades: {
      readonly text_on_it: string;
      readonly text_on_light: string;
      readonly text_on_dark: string;
    };
  };
  readonly conversation: Conversation | null;
  readonly texts: {
    readonly title: string;
    readonly greeting: string | null;
    readonly offline: string | null;
    readonly privacy_url: string | null;
    readonly suggestions: readonly string[];
  };
  readonly forms: {
    readonly start: { readonly fields: readonly StartField[]; readonly consent: boolean };
    /** It can be asked for by e-mail. */
    readonly transcript: boolean;
  };
  readonly limits: {
    readonly text_characters: number;
    readonly file_bytes: number;
    readonly files: boolean;
    readonly file_kinds: readonly string[];
  };
}

export interface StartField {
  readonly name: 'name' | 'email' | 'phone';
  readonly required: boolean;
}

/** Numbers that change too often to be recorded. */
export interface Counters {
  readonly conversation_id?: string;
  readonly queue_position?: number | null;
  readonly expected_wait_seconds?: number | null;
  readonly state?: Greeting['state'];
}
