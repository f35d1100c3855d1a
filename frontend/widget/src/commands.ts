/** The page's commands (`window.Hovor.open()` and its sisters). An unknown one does nothing: an old page may ask for a lost one. */
import type { Chat } from './chat';
import type { Connection } from './connection';
import type { Consent, Details, PanelContext } from './contract';
import type { Http } from './http';
import type { Memory } from './memory';
import { teaserText } from './teaser';
import { speak } from './texts';

interface Parts {
  context: PanelContext;
  chat: Chat;
  http: Http;
  memory: Memory;
  connection: Connection;
  draw: () => void;
}

type Command = (value: never) => void | Promise<void>;

export function commands({ context, chat, http, memory, connection, draw }: Parts) {
  const { button, options, root } = context;
  const settings = options as Record<string, string | undefined>;
  const open = () => {
    chat.opened.value = true;
    teaserText.value = null;
    connection.read();
    if (settings['consent'] === 'functional' || settings['consent'] === 'all') {
      chat.remember();
    }
    context.emit('open');
  };
  const close = () => {
    chat.opened.value = false;
    context.emit('close');
  };
  const table: Record<string, Command> = {
    open,
    close,
    toggle: () => (chat.opened.value ? close() : open()),
    show: () => {
      button.hidden = false;
    },
    hide: () => {
      close();
      button.hidden = true;
    },
    popout: () => {
      window.open(`${context.origin}/chat/${context.channel}`, '_blank', 'noopener,width=420,height=680');
    },
    reset: () => {
      // A shared computer: nothing of the last visitor may stay, neither here nor in the open window.
      memory.forget();
      http.token = null;
      chat.clear();
      connection.restart();
    },
    destroy: () => {
      connection.close();
      root.host.remove();
      Reflect.deleteProperty(window, 'Hovor');
    },
    identify: async (token: () => Promise<string>) => {
      await chat.identify(await token());
      connection.restart();
    },
    setContact: (details: Details) => chat.tell(details),
    setConversation: (parameters: Readonly<Record<string, string>>) => chat.setParameters(parameters),
    track: (name: string) => chat.track(name),
    setLocale: (locale: string) => speak(locale),
    setTheme: (theme: string) => {
      settings['theme'] = theme;
      draw();
    },
    setConsent: (consent: Consent) => {
      settings['consent'] = consent;
      if (consent !== 'essential' && http.token) {
        chat.remember();
      }
      context.emit('consent', { consent });
    },
    prefill: (text: string) => {
      chat.draft.value = text;
    },
    sendMessage: (text: string) => chat.say(text),
    trigger: (text: string) => {
      teaserText.value = text;
    },
    setPageContext: (page: { url?: string; title?: string }) => chat.visit(page),
  };
  return async (name: string, values: readonly unknown[]): Promise<void> => {
    await table[name]?.(values[0] as never);
  };
}
