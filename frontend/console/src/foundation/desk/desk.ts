import type { DraftView, Id } from '../../../../shared/api/views';
import { browser, Live } from '../../../../shared/live';
import { now } from '../../ui/ticker';
import { type Draft, Drafts } from '../drafts/drafts';
import { newIdempotencyKey, Refusal, request } from '../http';
import { Outbox } from '../outbox/outbox';
import { openShelf } from '../outbox/shelf';
import { tabsOf } from '../outbox/tabs';
import { WorkspaceStore } from '../workspace/store';
import { PageState } from './page-state';
import { sendItem } from './send';
import { loadWorkspace } from './snapshot';
import { Typing } from './typing';

/** What lives as long as an operator is signed in on this page. */
export interface Desk {
  readonly store: WorkspaceStore;
  readonly typing: Typing;
  readonly outbox: Outbox;
  readonly drafts: Drafts;
  readonly page: PageState;
}

function draftPath(conversationId: Id): string {
  return `/conversations/${encodeURIComponent(conversationId)}/draft`;
}

function liveAddress(): string {
  const { protocol, host } = window.location;
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/api/v1/live`;
}

function openStore(onSignedOut: () => void): WorkspaceStore {
  const isSignedOut = (failure: unknown) => failure instanceof Refusal && failure.status === 401;
  const store: WorkspaceStore = new WorkspaceStore({
    load: loadWorkspace,
    isSignedOut,
    onSignedOut,
    openLive: (options) =>
      new Live({
        ...options,
        url: liveAddress(),
        credentials: async () => {
          try {
            return {
              ticket: (await request<{ ticket: string }>('POST', '/live-tickets', { body: {} })).ticket,
            };
          } catch (failure) {
            if (isSignedOut(failure)) {
              store.stop();
              onSignedOut();
            }
            throw failure;
          }
        },
      }),
  });
  return store;
}

function openDrafts(operatorId: Id): Drafts {
  return new Drafts({
    operatorId,
    storage: localStorage,
    load: (id) => request<DraftView>('GET', draftPath(id)),
    save: (id, { text, files }: Draft) =>
      request<DraftView>('PUT', draftPath(id), {
        body: { text, file_ids: files.map(({ file_id }) => file_id) },
      }),
    outside: browser,
  });
}

async function openOutbox(operatorId: Id): Promise<Outbox> {
  return new Outbox({
    shelf: await openShelf(operatorId),
    tabs: tabsOf(operatorId),
    send: sendItem,
    newReference: newIdempotencyKey,
    now,
    outside: browser,
  });
}

/** Answers with the id of the operator who is signed in, as soon as the first snapshot is there. */
function signedInOperator(store: WorkspaceStore): Promise<Id> {
  return new Promise((resolve) => {
    const look = () => {
      if (store.truth) {
        stop();
        resolve(store.truth.me.id);
      }
    };
    const stop = store.subscribe(look);
    look();
  });
}

/** The store at once, the desk as soon as it is known whose it is. */
export interface OpeningDesk {
  readonly store: WorkspaceStore;
  readonly ready: Promise<Desk>;
  close(): void;
}

export function openDesk(onSignedOut: () => void): OpeningDesk {
  const store = openStore(onSignedOut);
  let closed = false;
  let clear = () => store.stop();
  store.load();
  const ready = signedInOperator(store).then(async (operatorId): Promise<Desk> => {
    const outbox = await openOutbox(operatorId);
    const drafts = openDrafts(operatorId);
    const typing = new Typing(browser);
    const page = new PageState(() => store.live);
    const desk = { store, outbox, drafts, typing, page };
    const stopConnecting = connect(desk);
    clear = () => {
      stopConnecting();
      outbox.stop();
      drafts.stop();
      store.stop();
    };
    if (closed) {
      clear();
    }
    return desk;
  });
  return {
    store,
    ready,
    close() {
      closed = true;
      clear();
    },
  };
}

/** Lets what one part hears reach the others. */
function connect({ store, outbox, drafts, typing, page }: Desk): () => void {
  let wasLive = false;
  const followConnection = () => {
    const isLive = store.liveState === 'live';
    if (isLive && !wasLive) {
      page.tell();
      outbox.flush();
      drafts.retry();
    }
    wasLive = isLive;
  };
  followConnection();
  const otherTab = ({ key }: StorageEvent) => drafts.heard(key);
  addEventListener('storage', otherTab);
  const stops = [
    store.subscribe(followConnection),
    store.hear({
      onSignal: (frame) => typing.heard(frame),
      onEvent: ({ event, data }) => {
        if (event === 'message.received') {
          typing.arrived((data as { conversation_id: Id }).conversation_id);
        }
      },
    }),
    () => page.stop(),
    () => removeEventListener('storage', otherTab),
  ];
  return () => {
    for (const stop of stops) {
      stop();
    }
  };
}
