/** The page's rarer commands (`window.Hovor.prefill()` and its sisters), fetched with the first of them. */
import type { Chat } from './chat';
import type { Connection } from './connection';
import type { Consent, Details, Page, PanelContext } from './contract';
import { speak } from './texts';

export interface Parts {
  readonly context: PanelContext;
  readonly chat: Chat;
  readonly connection: Connection;
  readonly draw: () => void;
  /** Takes the chat out of the page. */
  readonly end: () => void;
}

type Command = (value: never) => void | Promise<void>;

/** An unknown command does nothing: a page may know a later version of the chat. */
export async function obey(parts: Parts, name: string, value: unknown): Promise<void> {
  const commands = table(parts);
  if (Object.hasOwn(commands, name)) {
    await commands[name]?.(value as never);
  }
}

function table({ context, chat, connection, draw, end }: Parts): Record<string, Command> {
  const { state, http } = chat;
  const { options, origin, channel, root } = context;
  const host = root.host as HTMLElement;
  return {
    show: () => {
      host.hidden = false;
    },
    hide: () => {
      host.hidden = true;
    },
    // The token goes in the fragment, which no server sees, and leaves the address at once.
    popout: () => {
      window.open(`${origin}/chat/${channel}#${http.token ?? ''}`, '_blank', 'noopener,width=420,height=680');
    },
    reset: () => {
      chat.forget();
      connection.restart();
    },
    destroy: end,
    setContact: (details: Details) => chat.note('/details', details),
    setConversation: (parameters: Readonly<Record<string, string>>) =>
      chat.note('/parameters', { parameters }),
    setLocale: async (locale: string) => {
      state.language = await speak(locale);
    },
    setTheme: (theme: string) => {
      options.theme = theme;
      draw();
    },
    setConsent: (consent: Consent) => {
      chat.agreed = consent;
      chat.consent();
      context.emit('consent', { consent });
    },
    prefill: (text: string) => {
      state.draft = text;
    },
    sendMessage: (text: string) => chat.say(text),
    trigger: (text: string) => {
      state.teaser = text;
    },
    setPageContext: (page: Page) => {
      options.pageContext = 'off';
      chat.page = page;
      chat.note('/page', page);
    },
  };
}
