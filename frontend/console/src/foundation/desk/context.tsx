import { createContext, useCallback, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import type { Id } from '../../../../shared/api/views';
import type { LiveState } from '../../../../shared/live';
import type { Shown } from '../outbox/outbox';
import { isMine } from '../workspace/lines';
import type { Workspace } from '../workspace/workspace';
import { Chain, type Older, type Part } from './chain';
import type { Desk } from './desk';
import { OpenedConversation } from './opened';

const DeskContext = createContext<Desk | null>(null);

/** Gives the desk of the operator who is signed in to everything inside. */
export const DeskProvider = DeskContext.Provider;

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) {
    throw new Error('This is shown to operators who are signed in only.');
  }
  return desk;
}

/**
 * A part of what the workspace shows. `read` must give the same value for the same workspace: a part of it, a
 * plain value, or something remembered (see `perWorkspace`).
 */
export function useWorkspace<Value>(read: (workspace: Workspace) => Value): Value {
  const { store } = useDesk();
  return useSyncExternalStore(store.subscribe, () => {
    const { shown } = store;
    if (!shown) {
      throw new Error('There is no workspace before the first snapshot.');
    }
    return read(shown);
  });
}

export function useLiveState(): LiveState {
  const { store } = useDesk();
  return useSyncExternalStore(store.subscribe, () => store.liveState);
}

/** What was said in a conversation and is not on its timeline yet. */
export function useUnsent(conversationId: Id): readonly Shown[] {
  const { outbox } = useDesk();
  return useSyncExternalStore(outbox.subscribe, () => outbox.of(conversationId));
}

export function useIsTyping(conversationId: Id): boolean {
  const { typing } = useDesk();
  return useSyncExternalStore(typing.subscribe, () => typing.of(conversationId));
}

/** Keeps a conversation open, with its timeline, as long as the component is on the screen. */
export function useOpenedConversation(conversationId: Id): OpenedConversation | null {
  const { store } = useDesk();
  const [opened, setOpened] = useState<OpenedConversation | null>(null);
  useEffect(() => {
    const opening = new OpenedConversation(store, conversationId);
    setOpened(opening);
    return () => opening.close();
  }, [store, conversationId]);
  const isOwn = useWorkspace((workspace) => {
    const view = workspace.conversations.get(conversationId);
    return view !== undefined && isMine(workspace, view);
  });
  useEffect(() => {
    // The events of one's own conversations come anyway.
    store.live?.watch(isOwn ? null : conversationId);
    return () => store.live?.watch(null);
  }, [store, conversationId, isOwn]);
  return opened?.id === conversationId ? opened : null;
}

/** A conversation with those that it continues; `loadOlder` is the same function as long as it is open. */
export function useChain(opened: OpenedConversation): {
  parts: readonly Part[];
  older: Older;
  loadOlder: () => void;
} {
  const { store } = useDesk();
  const [chain, setChain] = useState<Chain | null>(null);
  useEffect(() => {
    const linked = new Chain(store, opened);
    setChain(linked);
    return () => linked.close();
  }, [store, opened]);
  const conversations = useWorkspace((workspace) => workspace.conversations);
  const timelines = useWorkspace((workspace) => workspace.timelines);
  useSyncExternalStore(chain?.subscribe ?? never, () => chain?.changes);
  const views = { conversations, timelines };
  return {
    parts: chain?.parts(views) ?? [],
    older: chain?.older(views) ?? 'none',
    loadOlder: useCallback(() => chain?.loadOlder(), [chain]),
  };
}

function never(): () => void {
  return () => undefined;
}
