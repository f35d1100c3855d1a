/** The page's rarer commands (`window.Hovor.prefill()` and its sisters), fetched with the first of them. */
import { note } from './about';
import type { Chat } from './chat';
import type { Connection } from './connection';
import type { Consent, Details, Options, Page, PanelContext } from './contract';
import { beginning, unread } from './state';
import { speak } from './texts';

export interface Parts {
  readonly context: PanelContext;
  readonly chat: Chat;
  readonly connection: Connection;
  readonly draw: () => void;
}

type Command = (value: never) => void | Promise<void>;

/** An unknown command does nothing: a page may know a later version of the chat. */
export async function obey(parts: Parts, name: string, value: unknown): Promise<void> {
  const commands = table(parts);
  if (Object.hasOwn(commands, name)) {
    await commands[name]?.(value as never);
  }
}

function table({ context, chat, connection, draw }: Parts): Record<string, Command> {
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
      forget(chat);
      connection.restart();
    },
    destroy: async () => {
      connection.stop();
      chat.stop();
      host.remove();
      Reflect.deleteProperty(window, 'Hovor');
      if (unread(state).length > 0) {
        // The title is marked by this part only, which is there then.
        await import('./unread').then(
          ({ nameTitle }) => nameTitle(0),
          () => undefined,
        );
      }
    },
    setContact: (details: Details) => note(chat, '/details', details),
    setConversation: (parameters: Readonly<Record<string, string>>) =>
      note(chat, '/parameters', { parameters }),
    setLocale: async (locale: string) => {
      state.language = await speak(locale);
    },
    setTheme: (theme: string) => {
      options.theme = theme;
      draw();
    },
    setConsent: (consent: Consent) => {
      options.consent = consent;
      agree(chat, options);
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
      chat.watches = false;
      chat.page = page;
      note(chat, '/page', page);
    },
  };
}

/** Remembers the visitor as soon as the page's own question allows it. */
export function agree({ state, memory, http }: Chat, { consent = '' }: Options): void {
  // A browser that asks not to be followed is remembered no sooner than its visitor opens the chat.
  const follows = !(navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl;
  if (
    http.token &&
    ((consent === 'all' && follows) || (state.opened && /^(all|functional)$/.test(consent)))
  ) {
    memory.remember(http.token);
  }
}

/** A shared computer: nothing of the last visitor may stay, neither here nor in the open window. */
function forget({ state, http, memory }: Chat): void {
  const { opened, language, greeting } = state;
  memory.forget();
  http.token = null;
  Object.assign(state, { ...beginning(), opened, language, greeting });
}
