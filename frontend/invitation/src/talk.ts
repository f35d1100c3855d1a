/** The website chat's own window, as all there is on the page. It is there, unseen, as soon as somebody waits: its socket tells the operator that the client is there. */
import type { Panel, PanelContext } from '../../widget/src/contract';
import LAUNCHER_STYLES from '../../widget/src/launcher.css?inline';

const HOST = 'hovor-chat';

export interface Talk {
  show(): void;
  end(): void;
}

/** Begins for the visitor who holds `token`. */
export async function talk(channel: string, token: string): Promise<Talk> {
  const { start } = await import('../../widget/src/panel');
  const host = document.body.appendChild(document.createElement(HOST));
  host.hidden = true;
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(LAUNCHER_STYLES);
  root.adoptedStyleSheets = [sheet];
  const context: PanelContext = {
    root,
    button: document.createElement('button'),
    badge: document.createElement('span'),
    channel,
    origin: location.origin,
    // The address of this page holds the secret: nobody is told where the visitor is.
    options: { page: 'whole', pageContext: 'off', locale: document.documentElement.lang, token },
    emit: () => undefined,
  };
  const panel: Panel = start(context);
  return {
    show() {
      host.hidden = false;
      // The window was open all the time, unseen: now it is where the client goes on.
      root.querySelector('textarea')?.focus();
    },
    end() {
      void panel.run('destroy', []);
    },
  };
}
