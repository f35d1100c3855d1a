/** The chat's panel: fetched by the loader on the first wish to chat, and started once per page. */
import { render } from 'preact';
import { chatOf } from './chat';
import { connect } from './connection';
import type { EventName, Panel, PanelContext } from './contract';
import { httpTo } from './http';
import { dress } from './later';
import { memoryOf } from './memory';
import { pageNow } from './page';
import STYLES from './panel.css?inline';
import { unreadPart } from './parts';
import { beginning, observed, unread } from './state';
import { speak, words } from './texts';
import { ChatWindow } from './window';

function isAtBottom(body: Element | null): boolean {
  return !body || body.scrollHeight - body.scrollTop - body.clientHeight < 40;
}

const isInFront = () => document.visibilityState === 'visible';

/** Shows the panel and answers the page's commands from now on. */
export function start(context: PanelContext): Panel {
  const { root, button, badge, origin, channel, options, emit } = context;
  const whole = options.page === 'whole';
  const host = root.host as HTMLElement;
  const frame = document.createElement('div');
  const state = observed({ ...beginning(), opened: whole }, draw);
  const wished = [options.locale, document.documentElement.lang, ...navigator.languages].filter(Boolean);
  const chat = chatOf(state, httpTo(`${origin}/api/v1/public/webchat`), memoryOf(channel), tell, wished[0]);
  const { gone: signal } = chat;
  const dark = matchMedia('(prefers-color-scheme:dark)');
  let drawnOpen = false;
  let announced = 0;
  /** Where the visitor has touched the chat a sound is no surprise. */
  let touched = false;

  chat.http.token = options.token ?? chat.http.token;
  if (options.pageContext !== 'off') {
    chat.page = pageNow();
    chat.watches = true;
  }
  const connection = connect(chat, origin, channel, emit, agree);

  function tell(name: EventName, detail?: unknown): void {
    if (name === 'message' && touched && !(state.opened && isInFront())) {
      void import('./sound').then((sound) => sound.chime());
    }
    emit(name, detail);
  }

  function agree(): void {
    if (options.consent) {
      void import('./commands').then((commands) => commands.agree(chat, options));
    }
  }

  function open(): void {
    state.opened = true;
    state.teaser = null;
    agree();
    emit('open');
  }

  function close(): void {
    if (state.opened && !whole) {
      state.opened = false;
      emit('close');
    }
  }

  /** Keeps the newest line in view while the visitor is at the bottom, and leaves him where he reads otherwise. */
  function draw(): void {
    const focused = root.activeElement;
    const inside = frame.contains(focused);
    const follows = isAtBottom(frame.querySelector('.body'));
    frame.className = look();
    const count = unread(state).length;
    const news = newsPart(count);
    render(
      <>
        <ChatWindow chat={chat} onClose={whole ? null : close} onTyping={connection.typing} />
        <div role="status">{!state.opened && news && <news.Teaser state={state} onOpen={open} />}</div>
      </>,
      frame,
    );
    news?.nameTitle(count);
    drawLauncher(count, news !== undefined);
    const turned = state.opened !== drawnOpen;
    if (follows || turned) {
      frame.querySelector('.body')?.scrollTo(0, 1e9);
    }
    if (turned || (inside && !focused?.isConnected)) {
      moveFocus(inside);
    }
    tellRead();
    chat.memory.keepDraft(state.draft);
  }

  function newsPart(count: number) {
    return count || announced || state.teaser ? unreadPart(state) : undefined;
  }

  function look(): string {
    const isDark = options.theme === 'dark' || (options.theme === 'auto' && dark.matches);
    return `frame ${isDark ? 'dark' : ''} ${options.page ?? ''}`;
  }

  function drawLauncher(count: number, counts: boolean): void {
    badge.textContent = count ? String(count) : '';
    button.ariaLabel = words(count && counts ? 'openChatNew' : 'openChat', { count });
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
    connection.acknowledge(state.opened && isInFront());
  }

  /** An on-screen keyboard may cover the page without making it smaller: then the window fits into what is left. */
  function fit(): void {
    const { height, offsetTop, scale } = visualViewport as VisualViewport;
    if (scale === 1) {
      host.style.setProperty('--tall', `${height}px`);
      host.style.setProperty('--top', `${offsetTop}px`);
    }
  }

  document.addEventListener('visibilitychange', tellRead, { signal });
  dark.addEventListener('change', draw, { signal });
  visualViewport?.addEventListener('resize', fit, { signal });
  visualViewport?.addEventListener('scroll', fit, { signal });
  host.addEventListener('click', touch, { signal });

  function touch(): void {
    touched = true;
  }

  dress(STYLES, root);
  root.append(frame);
  draw();
  void speak(...wished).then((language) => {
    state.language = language;
  });
  emit('ready');

  const parts = { context, chat, connection, draw };
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
