/**
 * What the panel shows. Views read it, verbs set it, and a change anywhere draws the whole panel again, once per turn: it is
 * small, and knowing which view read what would cost more bytes than it saves work.
 */
import type { Language } from '../../shared/i18n/languages';
import type { Conversation, Details, Greeting, Message } from './contract';
import type { Unsent } from './memory';
import type { TextKey } from './texts';

/** A question of a form, by the name of its answer. */
export type Question = 'name' | 'email' | 'phone' | 'text';

/** The visitor's judgement of the conversation that has ended. */
export interface Rating {
  readonly stars: number;
  readonly comment: string;
  readonly state?: 'thanked' | 'failed';
}

export interface State {
  /** Null until the server has answered for the first time. */
  greeting: Greeting | null;
  messages: readonly Message[];
  /** What the visitor said and the server does not have yet. */
  unsent: readonly Unsent[];
  conversation: Conversation | null;
  availability: Greeting['state'];
  /** The connection has been gone for long enough to say so. */
  cut: boolean;
  /** Who is writing; empty for somebody without a name. */
  typing: string | null;
  opened: boolean;
  /** The chat's few commands are shown. */
  menu: boolean;
  draft: string;
  /** The file that is on its way up, and how much of it has gone. */
  uploading: { readonly name: string; readonly share: number } | null;
  /** What has just failed, in words. */
  failure: string | null;
  /** The page's own line beside the closed launcher. */
  teaser: string | null;
  answers: Readonly<Partial<Record<Question, string>> & Pick<Details, 'consent'>>;
  /** The answers as they may go to the server. */
  details: Details | undefined;
  mistakes: Readonly<Partial<Record<Question, TextKey>>>;
  /** The newest line of ours that the visitor has had before the eyes. */
  seen: string | null;
  /** The conversation that the visitor has left by himself. */
  left: string | null;
  /** How far the message for when nobody is there has come. */
  leaving: 'sending' | 'left' | 'failed' | null;
  rating: Rating | null;
  /** The conversation whose transcript is wished by e-mail, and how far that is; a text's name where it failed. */
  mailing?: { readonly id: string; readonly phase?: 'sending' | 'sent' | 'failed' | 'mailTooOften' } | null;
  language: Language;
  /** How many of the panel's later parts have come. */
  parts: number;
}

export function beginning(): State {
  return {
    greeting: null,
    messages: [],
    unsent: [],
    conversation: null,
    availability: 'online',
    cut: false,
    typing: null,
    opened: false,
    menu: false,
    draft: '',
    uploading: null,
    failure: null,
    teaser: null,
    answers: {},
    details: undefined,
    mistakes: {},
    seen: null,
    left: null,
    leaving: null,
    rating: null,
    language: 'en',
    parts: 0,
  };
}

/** `values` with a watcher: after every turn in which one of them was set, `draw` is called. */
export function observed(values: State, draw: () => void): State {
  let due = false;
  return new Proxy(values, {
    set(target, name, value) {
      if (!due && !Object.is(Reflect.get(target, name), value)) {
        due = true;
        queueMicrotask(() => {
          due = false;
          draw();
        });
      }
      return Reflect.set(target, name, value);
    },
  });
}

/** The exchange is over, by either side. */
export function isOver({ conversation, left }: State): boolean {
  return conversation !== null && (/^(wrap_up|closed)$/.test(conversation.state) || conversation.id === left);
}

/** Operators' lines that the visitor has not had before the eyes, in any of his tabs. */
export function unread({ messages, seen }: State): readonly Message[] {
  const ours = messages.filter(isOurs);
  const last = ours.findLastIndex((line) => line.id === seen || line.delivery?.state === 'read');
  return ours.slice(last + 1);
}

/** Said by an operator to the visitor. */
export function isOurs(line: Message): boolean {
  return line.author.kind === 'operator' && !line.change;
}

/** Who serves the visitor, or served him last in this conversation. */
export function operatorOf({ conversation, messages }: State): string | null {
  const lastLine = messages.findLast((line) => isOurs(line) && line.conversation_id === conversation?.id);
  return conversation?.operator?.name ?? lastLine?.author.name ?? null;
}
