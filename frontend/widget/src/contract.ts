/** What the loader, the panel and the page say to one another. */

/** The page's door to the chat: `window.Hovor`. Commands may be called before the panel is there; they wait for it. */
export interface Api {
  readonly channel: string;
  init(): Promise<unknown>;
  ready(): Promise<void>;
  open(): Promise<void>;
  close(): Promise<void>;
  show(): Promise<void>;
  hide(): Promise<void>;
  toggle(): Promise<void>;
  popout(): Promise<void>;
  reset(): Promise<void>;
  destroy(): Promise<void>;
  identify(token: () => Promise<string>): Promise<void>;
  setContact(details: Details): Promise<void>;
  setConversation(parameters: Readonly<Record<string, string>>): Promise<void>;
  track(name: string): Promise<void>;
  setLocale(locale: string): Promise<void>;
  setTheme(theme: 'light' | 'dark' | 'auto'): Promise<void>;
  setConsent(consent: Consent): Promise<void>;
  prefill(text: string): Promise<void>;
  sendMessage(text: string): Promise<void>;
  trigger(text: string): Promise<void>;
  setPageContext(page: { url?: string; title?: string }): Promise<void>;
  on(name: EventName, listener: (detail: unknown) => void): () => void;
}

/** `essential`: nothing is stored in the browser before the first message; else from the first opening on. */
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
  /** The `data-` attributes of the script element. */
  readonly options: Readonly<Record<string, string | undefined>>;
  emit(name: EventName, detail?: unknown): void;
}

/** What the panel gives the loader. */
export interface Panel {
  run(command: string, values: readonly unknown[]): Promise<void>;
}

export interface Details {
  readonly name?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly consent?: boolean;
}

export type DeliveryState =
  | 'waiting'
  | 'queued'
  | 'sending'
  | 'accepted'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'unknown'
  | 'failed';

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
  readonly author: { readonly kind: 'client' | 'operator' | 'system'; readonly name: string | null };
  readonly client_ref: string | null;
  readonly text: string | null;
  readonly files: readonly FileView[];
  readonly at: string;
  readonly delivery: { readonly state: DeliveryState } | null;
  readonly change: { readonly what: string } | null;
}

export interface Conversation {
  readonly id: string;
  readonly version: number;
  readonly state: string;
  readonly operator: { readonly name: string } | null;
  readonly queue_position: number | null;
  readonly expected_wait_seconds: number | null;
  readonly rated: boolean;
  readonly operator_read: number;
  readonly operator_received: number;
}

/** The answer to `hello`. */
export interface Greeting {
  readonly visitor_token: string;
  readonly position: number;
  readonly state: 'online' | 'busy' | 'offline';
  readonly when_unavailable: 'queue' | 'leave_message';
  readonly company: { readonly name: string; readonly colour: string };
  readonly conversation: Conversation | null;
  readonly texts: {
    readonly title: string;
    readonly greeting: string;
    readonly offline: string | null;
    readonly privacy_url: string | null;
    readonly suggestions: readonly string[];
  };
  readonly forms: { readonly start: { readonly fields: readonly StartField[]; readonly consent: boolean } };
  readonly limits: { readonly text_characters: number; readonly file_bytes: number; readonly files: boolean };
}

export interface StartField {
  readonly name: 'name' | 'email' | 'phone';
  readonly required: boolean;
}
