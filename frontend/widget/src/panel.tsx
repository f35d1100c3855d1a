/** The chat's panel: fetched by the loader on the first wish to chat, and started once per page. */
import { render } from 'preact';
import { chatOf } from './chat';
import { connect } from './connection';
import type { Panel, PanelContext } from './contract';
import { httpTo } from './http';
import { dress } from './later';
import { memoryOf } from './memory';
import { onNavigation, pageNow } from './page';
import STYLES from './panel.css?inline';
import { teaserPart } from './parts';
import { beginning, observed, unread } from './state';
import { speak, words } from './texts';
import { ChatWindow } from './window';

function isAtBottom(body: Element | null): boolean {
  return !body || body.scrollHeight - body.scrollTop - body.clientHeight < 40;
}

/** Shows the panel and answers the page's commands from now on. */
export function start(context: PanelContext): Panel {
  const { root, button, badge, origin, channel, options, emit } = context;
  const whole = options.page === 'whole';
  const host = root.host as HTMLElement;
  const frame = document.createElement('div');
  const state = observed({ ...beginning(), opened: whole }, draw);
  const chat = chatOf(state, httpTo(`${origin}/api/v1/public/webchat`), memoryOf(channel), emit);
  if (whole && location.hash) {
    chat.http.token = location.hash.slice(1);
    history.replaceState(null, '', location.pathname);
  }
  if (options.pageContext !== 'off') {
    chat.page = pageNow();
  }
  chat.agreed = options.consent;
  const connection = connect(chat, origin, channel, (code) => emit('error', { code }));
  const dark = matchMedia('(prefers-color-scheme:dark)');
  let drawnOpen = false;
  let announced = 0;

  function open(): void {
    state.opened = true;
    state.teaser = null;
    chat.consent();
    emit('open');
  }

  function close(): void {
    if (state.opened && !whole) {
      state.opened = false;
      emit('close');
    }
  }

  function end(): void {
    connection.stop();
    chat.stop();
    stopped.abort();
    stopNavigation();
    host.remove();
    Reflect.deleteProperty(window, 'Hovor');
  }

  function isDark(): boolean {
    return options.theme === 'dark' || (options.theme === 'auto' && dark.matches);
  }

  /** Keeps the newest line in view while the visitor is at the bottom, and leaves him where he reads otherwise. */
  function draw(): void {
    const focused = root.activeElement;
    const inside = frame.contains(focused);
    const follows = isAtBottom(frame.querySelector('.body'));
    frame.className = isDark() ? 'frame dark' : 'frame';
    const beside = !state.opened && (state.teaser || unread(state).length > 0) && teaserPart(state);
    render(
      <>
        <ChatWindow chat={chat} onClose={whole ? null : close} onTyping={() => connection.typing()} />
        <div role="status">{beside && <beside.Teaser state={state} onOpen={open} />}</div>
      </>,
      frame,
    );
    drawLauncher();
    const turned = state.opened !== drawnOpen;
    if (follows || turned) {
      frame.querySelector('.body')?.scrollTo(0, 1e9);
    }
    if (turned || (inside && !focused?.isConnected)) {
      moveFocus(inside);
    }
    tellRead();
  }

  function drawLauncher(): void {
    const count = unread(state).length;
    badge.textContent = count ? String(count) : '';
    button.ariaLabel = count ? words('openChatNew', { count }) : words('openChat');
    button.hidden = state.opened;
    if (state.greeting) {
      const { colour, shades } = state.greeting.company;
      for (const [name, value] of Object.entries({ brand: colour, ...shades })) {
        host.style.setProperty(`--${name}`, value);
      }
    }
    if (count !== announced) {
      announced = count;
      emit('unread', { count });
    }
  }

  /** Into the chat when it opens, and back to the launcher when it closes around the visitor. */
  function moveFocus(inside: boolean): void {
    drawnOpen = state.opened;
    if (state.opened) {
      (frame.querySelector<HTMLElement>('.compose textarea') ?? frame.querySelector('input'))?.focus();
    } else if (inside) {
      button.focus();
    }
  }

  /** Read means: the chat is open, the page is in front, the line is there. */
  function tellRead(): void {
    connection.acknowledge(state.opened && document.visibilityState === 'visible');
  }

  const stopped = new AbortController();
  const { signal } = stopped;
  document.addEventListener('visibilitychange', tellRead, { signal });
  dark.addEventListener('change', draw, { signal });
  // Another tab said something, or has delivered it.
  addEventListener('storage', chat.showUnsent, { signal });
  const stopNavigation = onNavigation(() => {
    if (options.pageContext !== 'off') {
      chat.page = pageNow();
      chat.note('/page', chat.page);
    }
  });

  dress(STYLES, root);
  root.append(frame);
  draw();
  void speak(options.locale, document.documentElement.lang, ...navigator.languages).then((language) => {
    state.language = language;
  });
  emit('ready');

  const parts = { context, chat, connection, draw, end };
  return {
    async run(name, values) {
      if (name === 'open' || (name === 'toggle' && !state.opened)) {
        open();
      } else if (name === 'close' || name === 'toggle') {
        close();
      } else {
        await (await import('./commands')).obey(parts, name, values[0]);
      }
    },
  };
}
