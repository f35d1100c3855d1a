/**
 * What the page tells about the visitor and where he goes, passed on as soon as somebody may hear it; of each kind the newest
 * counts. Fetched when a conversation begins, or with the first such thing.
 */
import type { Chat } from './chat';
import { finalRefusal } from './http';
import { pageNow } from './page';
import { isOver } from './state';

type Told = Map<'/details' | '/page' | '/parameters', object>;

/** Only the visitor's card may be filled in without a conversation. */
const CARD = '/details';
/** A new title often comes a moment after the new address. */
const SETTLED_MILLISECONDS = 500;

/** What the server does not know yet, of each chat whose page is watched. */
const untold = new WeakMap<Chat, Told>();

export function note(chat: Chat, path: '/details' | '/page' | '/parameters', what: object): void {
  waitingOf(chat).set(path, what);
  void tell(chat);
}

export async function tell(chat: Chat): Promise<void> {
  const waiting = waitingOf(chat);
  const { state, http } = chat;
  const talks = state.conversation && !isOver(state);
  for (const [path, what] of [...waiting]) {
    if (http.token && (talks || path === CARD)) {
      waiting.delete(path);
      await http.send(path, what).catch((error) => {
        if (!finalRefusal(error) && !waiting.has(path)) {
          waiting.set(path, what);
        }
      });
    }
  }
}

function waitingOf(chat: Chat): Told {
  let waiting = untold.get(chat);
  if (!waiting) {
    waiting = new Map();
    untold.set(chat, waiting);
    watch(chat);
  }
  return waiting;
}

/** Notices when the page has become another one, also without being loaded anew. */
function watch(chat: Chat): void {
  let due = 0;
  const look = () => {
    const now = pageNow();
    if (chat.watches && now.url !== chat.page?.url) {
      chat.page = now;
      note(chat, '/page', now);
    }
  };
  const moved = () => {
    clearTimeout(due);
    due = window.setTimeout(look, SETTLED_MILLISECONDS);
  };
  // Where a browser lacks the Navigation API the way back is noticed, at least; the page's own functions stay as they are.
  const navigation = (window as { navigation?: EventTarget }).navigation;
  const [source, name] = navigation ? [navigation, 'currententrychange'] : [window, 'popstate'];
  source.addEventListener(name, moved, { signal: chat.gone });
  look();
}
