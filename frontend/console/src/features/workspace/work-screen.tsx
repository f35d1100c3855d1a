import { type CSSProperties, useCallback, useEffect, useRef, useState } from 'react';
import type { Id } from '../../../../shared/api/views';
import { useWorkspace } from '../../foundation/desk/context';
import { useHomeTab, useShortcut } from '../../shell';
import { classes } from '../../ui';
import { ClientPanel } from '../clients/client-panel';
import { ConversationPane } from '../conversations/conversation';
import { Home } from './home/home';
import { usePaneWidths } from './pane-widths';
import { QueuePane } from './queue/queue-pane';
import { texts } from './texts';
import { useNextConversation } from './use-next-conversation';

/** Queue, conversation or home, client: side by side, or as many as the screen has room for. */
export function WorkScreen({ conversationId }: { conversationId: Id | null }) {
  const me = useWorkspace((workspace) => workspace.me.id);
  const conversation = useWorkspace(({ conversations }) =>
    conversationId ? conversations.get(conversationId) : undefined,
  );
  const widths = usePaneWidths(me);
  const [homeInSight, setHomeInSight] = useHomeInSight();
  const { panelOpen, setPanelOpen, togglePanel } = useClientDrawer(conversationId);
  useNextConversation(conversationId);
  const onlyQueue = conversationId === null && !homeInSight;
  return (
    <div
      className={classes(
        'work',
        !conversation && 'nopanel',
        onlyQueue && 'showqueue',
        panelOpen && 'panel-open',
      )}
      style={widths.style as CSSProperties}
    >
      <QueuePane
        currentId={conversationId}
        width={widths.queue}
        onResize={widths.setQueue}
        onHome={() => setHomeInSight(true)}
      />
      {conversationId ? (
        <ConversationPane id={conversationId} onTogglePanel={togglePanel} panelOpen={panelOpen} />
      ) : (
        <Home onQueue={() => setHomeInSight(false)} />
      )}
      {conversation && (
        <ClientPanel
          key={conversation.id}
          conversation={conversation}
          onClose={() => setPanelOpen(false)}
          width={widths.panel}
          onResize={widths.setPanel}
        />
      )}
    </div>
  );
}

/** Where there is room for one pane only, the queue is seen first, and the home when somebody asks for it. */
function useHomeInSight() {
  const { asked } = useHomeTab();
  const before = useRef(asked);
  const [inSight, setInSight] = useState(false);
  useEffect(() => {
    if (asked !== before.current) {
      before.current = asked;
      setInSight(true);
    }
  }, [asked]);
  return [inSight, setInSight] as const;
}

/** Below 1200 px the client panel is a drawer; Alt+I opens it, or goes to it where it always stands. */
function useClientDrawer(conversationId: Id | null) {
  const [panelOpen, setPanelOpen] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation begins without the drawer
  useEffect(() => setPanelOpen(false), [conversationId]);
  const togglePanel = useCallback(() => setPanelOpen((open) => !open), []);
  useShortcut({
    id: 'workspace.panel',
    keys: 'Alt+I',
    words: () => texts('client_panel'),
    group: 'conversation',
    when: () => conversationId !== null,
    run: () => {
      togglePanel();
      requestAnimationFrame(() => document.getElementById('client')?.focus());
    },
  });
  useShortcut({
    id: 'workspace.close_panel',
    keys: 'Escape',
    words: () => texts('close_panel'),
    group: 'conversation',
    when: () => panelOpen,
    run: () => setPanelOpen(false),
  });
  return { panelOpen, setPanelOpen, togglePanel };
}
