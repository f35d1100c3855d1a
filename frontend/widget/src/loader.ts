/**
 * `widget.js`: the one file a site embeds. It shows the launcher, takes the page's commands and fetches the panel only when
 * somebody wants to chat, so that a page which nobody chats on pays one small request.
 */
import type { Api, EarlyCommand, Options, Panel, PanelContext } from './contract';
import LAUNCHER_STYLES from './launcher.css?inline';

declare const __PANEL_FILE__: string;

declare global {
  interface Window {
    Hovor?: Api | EarlyCommand[];
  }
}

const ICON =
  'M5 5h14a1.5 1.5 0 0 1 1.5 1.5v8A1.5 1.5 0 0 1 19 16h-7l-4.5 4v-4H5a1.5 1.5 0 0 1-1.5-1.5v-8A1.5 1.5 0 0 1 5 5z';
const LABELS: Record<string, string> = { cs: 'Otevřít chat', de: 'Chat öffnen' };
const COMMANDS =
  'open close toggle show hide popout reset destroy setContact setConversation setLocale setTheme setConsent prefill sendMessage trigger setPageContext';

function launcher(script: HTMLScriptElement): Pick<PanelContext, 'root' | 'button' | 'badge'> {
  const host = document.body.appendChild(document.createElement('hovor-chat'));
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(LAUNCHER_STYLES);
  root.adoptedStyleSheets = [sheet];
  if (script.dataset['colour']) {
    host.style.setProperty('--brand', script.dataset['colour']);
  }
  const button = root.appendChild(document.createElement('button'));
  button.className = 'launch';
  button.type = 'button';
  const language = (script.dataset['locale'] ?? document.documentElement.lang).slice(0, 2);
  button.ariaLabel = script.dataset['label'] ?? LABELS[language] ?? 'Open chat';
  button.ariaHasPopup = 'dialog';
  const svg = button.appendChild(document.createElementNS('http://www.w3.org/2000/svg', 'svg'));
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.ariaHidden = 'true';
  svg.appendChild(document.createElementNS('http://www.w3.org/2000/svg', 'path')).setAttribute('d', ICON);
  const badge = button.appendChild(document.createElement('span'));
  badge.ariaHidden = 'true';
  return { root, button, badge };
}

/** Whether the visitor has talked here before. */
function remembers(channel: string): boolean {
  const key = `hovor:${channel}`;
  try {
    return (localStorage.getItem(key) ?? sessionStorage.getItem(key)) !== null;
  } catch {
    return false; // storage is forbidden in this page: then nobody can be remembered
  }
}

function start(script: HTMLScriptElement, channel: string): void {
  const early = window.Hovor ?? [];
  if (!Array.isArray(early)) {
    return; // a second script of ours in the same page does nothing
  }
  const listeners = new Map<string, Set<(detail: unknown) => void>>();
  const listening = (name: string) => listeners.get(name) ?? new Set();
  const parts = launcher(script);
  const options: Options = { ...script.dataset };
  if (options.page === 'whole' && location.hash) {
    options.token = location.hash.slice(1);
    history.replaceState(null, '', location.pathname);
  }
  const context: PanelContext = {
    ...parts,
    channel,
    origin: new URL(script.src).origin,
    options,
    emit: (name, detail) => {
      for (const listener of listening(name)) {
        try {
          listener(detail);
        } catch (error) {
          reportError(error); // the page's mistake, not ours
        }
      }
    },
  };
  let loading: Promise<Panel> | undefined;
  const panel = (): Promise<Panel> => {
    loading ??= import(/* @vite-ignore */ new URL(`widget/${__PANEL_FILE__}`, script.src).href).then(
      (module: { start: (context: PanelContext) => Panel }) => module.start(context),
    );
    loading.catch(() => {
      loading = undefined; // tried again by the next command
      context.emit('error', { code: 'panel_missing' });
    });
    return loading;
  };
  const run = (name: string, values: readonly unknown[]) =>
    panel().then((loaded) => loaded.run(name, values));
  const api = { channel } as Record<string, unknown>;
  for (const name of COMMANDS.split(' ')) {
    api[name] = (...values: unknown[]) => run(name, values);
  }
  api['init'] = api['ready'] = () => panel().then(() => undefined);
  api['on'] = (name: string, listener: (detail: unknown) => void) => {
    listeners.set(name, listening(name).add(listener));
    return () => listening(name).delete(listener);
  };
  api['push'] = ([name, ...values]: EarlyCommand) => {
    (api[name] as ((...values: readonly unknown[]) => unknown) | undefined)?.(...values);
  };
  window.Hovor = api as unknown as Api;
  parts.button.addEventListener('click', () => run('toggle', []).catch(() => undefined));
  for (const command of early) {
    window.Hovor.push(command);
  }
  if (remembers(channel) || script.dataset['load'] === 'now') {
    void panel();
  }
}

const script = document.currentScript as HTMLScriptElement | null;
const channel = script?.dataset['channel'];
if (script && channel) {
  if (document.body) {
    start(script, channel);
  } else {
    addEventListener('DOMContentLoaded', () => start(script, channel));
  }
}
