import { type CSSProperties, type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import type { Id } from '../../../../shared/api/views';
import { useWorkspace } from '../../foundation/desk/context';
import { Pane, useHomeTab, useShortcut } from '../../shell';
import { classes, Later, loadable, whenIdle } from '../../ui';
import { ConversationToCome } from '../conversations/conversation-to-come';
import { Home } from './home/home';
import { usePaneWidths } from './pane-widths';
import { QueuePane } from './queue/queue-pane';
import { texts, useTexts } from './texts';
import { useNextConversation } from './use-next-conversation';

const fetchOpened = () => import('./opened-conversation');
const conversationPane = loadable(async () => (await fetchOpened()).ConversationPane);
const clientPanel = loadable(async () => (await fetchOpened()).ClientPanel);

/** Fetches what an opened conversation is drawn with: nobody shall wait for it who opens one. */
export function loadOpenedConversation(): void {
  conversationPane.fetch();
  clientPanel.fetch();
}

/** The place of a screen, for what stands there instead of it. */
export function MainPane({ children }: { children: ReactNode }) {
  const t = useTexts();
  return (
    <Pane as="main" id="main" className="main" label={t('workspace')}>
      {children}
    </Pane>
  );
}

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
  useEffect(() => whenIdle(loadOpenedConversation), []);
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
        <Later
          of={conversationPane}
          meanwhile={<ConversationToCome />}
          frame={MainPane}
          id={conversationId}
          onTogglePanel={togglePanel}
          panelOpen={panelOpen}
        />
      ) : (
        <Home onQueue={() => setHomeInSight(false)} />
      )}
      {conversation && (
        <Later
          of={clientPanel}
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
