/**
 * `widget.js`: the one file a site embeds. It shows the launcher, takes the page's commands and fetches the panel only when
 * somebody wants to chat, so that a page which nobody chats on pays one small request.
 */
import type { Api, Panel, PanelContext } from './contract';

declare const __PANEL_FILE__: string;

declare global {
  interface Window {
    Hovor?: Api;
  }
}

const LAUNCHER_STYLE = `
:host{all:initial}
button{all:unset;position:fixed;z-index:2147483000;inset-block-end:24px;inset-inline-end:24px;width:60px;height:60px;
border-radius:50%;display:grid;place-items:center;cursor:pointer;background:var(--brand,#22231f);color:var(--on-brand,#fff);
box-shadow:0 6px 20px rgb(0 0 0/.3)}
button:focus-visible{outline:2px solid #2c5be0;outline-offset:3px}
button[hidden]{display:none}
svg{width:26px;height:26px;fill:none;stroke:currentColor;stroke-width:1.7;stroke-linejoin:round}
span{position:absolute;inset-block-start:-2px;inset-inline-end:-2px;min-width:20px;height:20px;border-radius:10px;
background:#c22f2a;color:#fff;font:600 12px/20px system-ui,sans-serif;text-align:center;box-shadow:0 0 0 2px #fff}
span:empty{display:none}`;

const ICON =
  'M5 5h14a1.5 1.5 0 0 1 1.5 1.5v8A1.5 1.5 0 0 1 19 16h-7l-4.5 4v-4H5a1.5 1.5 0 0 1-1.5-1.5v-8A1.5 1.5 0 0 1 5 5z';
const COMMANDS =
  'open close show hide toggle popout reset destroy identify setContact setConversation track setLocale setTheme setConsent prefill sendMessage trigger setPageContext';

function launcher(script: HTMLScriptElement): Pick<PanelContext, 'root' | 'button' | 'badge'> {
  const host = document.body.appendChild(document.createElement('hovor-chat'));
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(LAUNCHER_STYLE);
  root.adoptedStyleSheets = [sheet];
  if (script.dataset['colour']) {
    host.style.setProperty('--brand', script.dataset['colour']);
  }
  const button = root.appendChild(document.createElement('button'));
  button.type = 'button';
  button.ariaLabel = script.dataset['label'] ?? 'Open chat';
  button.ariaExpanded = 'false';
  const svg = button.appendChild(document.createElementNS('http://www.w3.org/2000/svg', 'svg'));
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.ariaHidden = 'true';
  svg.appendChild(document.createElementNS('http://www.w3.org/2000/svg', 'path')).setAttribute('d', ICON);
  const badge = button.appendChild(document.createElement('span'));
  badge.ariaHidden = 'true';
  return { root, button, badge };
}

function remembers(channel: string): boolean {
  try {
    return localStorage.getItem(`hovor:${channel}`) !== null;
  } catch {
    return false; // storage is forbidden in this page: then nobody can be remembered
  }
}

function start(script: HTMLScriptElement, channel: string): void {
  const listeners = new Map<string, Set<(detail: unknown) => void>>();
  const parts = launcher(script);
  const context: PanelContext = {
    ...parts,
    channel,
    origin: new URL(script.src).origin,
    options: { ...script.dataset },
    emit: (name, detail) => {
      for (const listener of listeners.get(name) ?? []) {
        listener(detail);
      }
    },
  };
  let loading: Promise<Panel> | undefined;
  const panel = (): Promise<Panel> => {
    loading ??= import(/* @vite-ignore */ new URL(`widget/${__PANEL_FILE__}`, script.src).href).then(
      (module: { start: (context: PanelContext) => Panel }) => module.start(context),
    );
    loading.catch(() => {
      loading = undefined; // a failed download is tried again by the next click
    });
    return loading;
  };
  const api = { channel, on: listen } as unknown as Api & Record<string, unknown>;
  function listen(name: string, listener: (detail: unknown) => void): () => void {
    const set = listeners.get(name) ?? new Set();
    listeners.set(name, set.add(listener));
    return () => set.delete(listener);
  }
  for (const name of COMMANDS.split(' ')) {
    api[name] = (...values: unknown[]) => panel().then((loaded) => loaded.run(name, values));
  }
  api['init'] = panel;
  api['ready'] = () => panel().then(() => undefined);
  window.Hovor = api;
  parts.button.addEventListener('click', () => void panel().then((loaded) => loaded.run('toggle', [])));
  if (remembers(channel) || script.dataset['load'] === 'now') {
    void panel();
  }
}

const script = document.currentScript as HTMLScriptElement | null;
const channel = script?.dataset['channel'];
if (script && channel && !window.Hovor) {
  if (document.body) {
    start(script, channel);
  } else {
    addEventListener('DOMContentLoaded', () => start(script, channel));
  }
}
