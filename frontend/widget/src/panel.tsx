/** The chat's panel: fetched by the loader on the first wish to chat, and started once per page. */
import { render } from 'preact';
import { Chat } from './chat';
import { commands } from './commands';
import { Connection } from './connection';
import type { Panel, PanelContext } from './contract';
import { Http } from './http';
import { Memory } from './memory';
import { watch } from './state';
import { dress, paint } from './styles';
import { Teaser } from './teaser';
import { say, speak } from './texts';
import { ChatWindow } from './window';

/** Shows the panel and answers the page's commands from now on. */
export function start(context: PanelContext): Panel {
  const { root, button, badge, origin, channel, options } = context;
  const host = root.host as HTMLElement;
  const http = new Http(`${origin}/api/v1/public/webchat`);
  const memory = new Memory(channel);
  const chat = new Chat(context, http, memory);
  const connection = new Connection(chat, http, origin);
  http.token = memory.getToken();
  void speak(options['locale'], document.documentElement.lang, ...navigator.languages);
  dress(root);

  const window_ = root.appendChild(document.createElement('div'));
  const teaser = root.appendChild(document.createElement('div'));
  const theme = () => {
    const wished = options['theme'];
    return wished === 'dark' || (wished === 'auto' && matchMedia('(prefers-color-scheme:dark)').matches)
      ? 'dark'
      : 'light';
  };
  const run = commands({ context, chat, http, memory, connection, draw });
  const close = () => {
    void run('close', []);
    button.focus();
  };
  function draw(): void {
    render(
      <ChatWindow
        chat={chat}
        http={http}
        page={options['page'] === 'whole'}
        theme={theme()}
        onClose={close}
        onTyping={() => connection.typing()}
      />,
      window_,
    );
    render(<Teaser chat={chat} theme={theme()} onOpen={() => void run('open', [])} />, teaser);
  }
  let wasOpen = false;
  /** Keeps the newest line in view while the visitor is at the bottom, and leaves him where he reads otherwise. */
  function drawFollowing(): void {
    const body = root.querySelector('.body');
    const follows = !body || body.scrollHeight - body.scrollTop - body.clientHeight < 40;
    draw();
    const drawn = root.querySelector('.body');
    if (follows && drawn) {
      drawn.scrollTop = drawn.scrollHeight;
    }
    if (chat.opened.value && !wasOpen) {
      root.querySelector<HTMLElement>('.compose textarea, input')?.focus();
    }
    wasOpen = chat.opened.value;
  }
  let announced = 0;
  watch(() => {
    drawFollowing();
    const count = chat.unread;
    badge.textContent = count > 0 ? String(count) : '';
    button.ariaLabel = count > 0 ? say('openChatNew', { count }) : say('openChat');
    button.ariaExpanded = String(chat.opened.value);
    if (chat.greeting.value) {
      paint(host, chat.greeting.value.company.colour);
    }
    if (count !== announced) {
      announced = count;
      context.emit('unread', { count });
    }
    readIfSeen();
  });
  if (options['page'] === 'whole') {
    button.hidden = true;
    chat.opened.value = true;
  }
  // Read means: the chat is open, the page is in front, the line is there.
  function readIfSeen(): void {
    if (chat.opened.value && document.visibilityState === 'visible') {
      connection.read();
    }
  }
  document.addEventListener('visibilitychange', readIfSeen);
  connection.open();
  context.emit('ready');
  return { run };
}
