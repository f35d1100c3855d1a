import { type RefObject, useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { ConversationView, EntryView, Id } from '../../../../shared/api/views';
import { useChain, useDesk, useOpenedConversation, useWorkspace } from '../../foundation/desk/context';
import type { OpenedConversation } from '../../foundation/desk/opened';
import type { Shown } from '../../foundation/outbox/outbox';
import { isMine } from '../../foundation/workspace/lines';
import { isHereToLook, Pane } from '../../shell';
import { Button, EmptyState, Loading } from '../../ui';
import { nameIn } from '../clients/client-name';
import { refsOf } from '../messaging/timeline/rows';
import { Timeline } from '../messaging/timeline/timeline';
import { Bubbles } from './conversation-to-come';
import { Foot } from './foot';
import { Header } from './header';
import { useTexts } from './texts';
import { useFirstUnread } from './use-first-unread';
import { useReadMark } from './use-read-mark';

const NO_ENTRIES: readonly EntryView[] = [];

export interface ConversationPaneProps {
  id: Id;
  onTogglePanel: () => void;
  panelOpen: boolean;
}

/** The middle of the workspace: one conversation. */
export function ConversationPane({ id, onTogglePanel, panelOpen }: ConversationPaneProps) {
  const t = useTexts();
  const opened = useOpenedConversation(id);
  const conversation = useWorkspace((workspace) => workspace.conversations.get(id));
  const label = conversation ? t('conversation_with', { name: nameIn(conversation) }) : t('conversation');
  return (
    <Pane as="main" id="main" className="main conversation" label={label}>
      {conversation && (
        <Header conversation={conversation} onTogglePanel={onTogglePanel} panelOpen={panelOpen} />
      )}
      {opened && <Body key={id} opened={opened} conversation={conversation} />}
    </Pane>
  );
}

function Body({
  opened,
  conversation,
}: {
  opened: OpenedConversation;
  conversation: ConversationView | undefined;
}) {
  const t = useTexts();
  const area = useRef<HTMLTextAreaElement>(null);
  const state = useSyncExternalStore(opened.subscribe, () => opened.state);
  const own = useWorkspace((workspace) => conversation !== undefined && isMine(workspace, conversation));
  // Who has just taken a client wants to write; on a touch screen that would only raise the keyboard.
  // Whose next letter goes on to the next conversation does not want to write, either.
  const looks = useRef(isHereToLook());
  useEffect(() => {
    if (own && !looks.current && window.matchMedia('(pointer: fine)').matches) {
      area.current?.focus();
    }
    looks.current = false;
  }, [own]);
  if (state === 'gone' || (state === 'ready' && !conversation)) {
    return (
      <EmptyState icon="chat" title={t('gone')}>
        {t('gone_hint')}
      </EmptyState>
    );
  }
  return (
    <>
      {state === 'loading' && (
        <div className="grow">
          <Loading label={t('loading')}>
            <Bubbles />
          </Loading>
        </div>
      )}
      {state === 'failed' && (
        <div className="grow">
          <EmptyState
            icon="warning"
            title={t('failed')}
            action={
              <Button icon="refresh" onClick={() => opened.load()}>
                {t('try_again')}
              </Button>
            }
          >
            {t('failed_hint')}
          </EmptyState>
        </div>
      )}
      {state === 'hidden' && (
        <div className="grow">
          <EmptyState icon="eye" title={t('hidden')} />
        </div>
      )}
      {state === 'ready' && conversation && (
        <Entries opened={opened} conversation={conversation} area={area} own={own} />
      )}
      {conversation && <Foot conversation={conversation} area={area} />}
    </>
  );
}

interface EntriesProps {
  opened: OpenedConversation;
  conversation: ConversationView;
  area: RefObject<HTMLTextAreaElement | null>;
  own: boolean;
}

function Entries({ opened, conversation, area, own }: EntriesProps) {
  const { outbox, drafts } = useDesk();
  const { id } = conversation;
  const entries = useWorkspace(({ timelines }) => timelines.get(id) ?? NO_ENTRIES);
  const chain = useChain(opened);
  const [atEnd, setAtEnd] = useState(true);
  const firstUnread = useFirstUnread(conversation, entries);
  useReadMark({ conversation, entries, own, atEnd });
  useEffect(() => outbox.arrived(refsOf(entries)), [outbox, entries]);
  const edit = useCallback(
    async ({ ref }: Shown) => {
      const item = await outbox.takeBack(ref);
      if (item) {
        drafts.write(id, item.kind, { text: item.text, files: item.files });
        area.current?.focus();
      }
    },
    [outbox, drafts, id, area],
  );
  return (
    <Timeline
      parts={chain.parts}
      older={chain.older}
      onOlder={chain.loadOlder}
      firstUnread={firstUnread}
      onEdit={edit}
      onAtEnd={setAtEnd}
    />
  );
}
