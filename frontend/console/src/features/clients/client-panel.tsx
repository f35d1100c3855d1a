import './client-panel.css';
import { useState } from 'react';
import type { ConversationView } from '../../../../shared/api/views';
import { useDesk, useWorkspace } from '../../foundation/desk/context';
import { helpsIn, isMine } from '../../foundation/workspace/lines';
import { Pane } from '../../shell';
import { IconButton, Separator, Tabs } from '../../ui';
import { TagList } from '../conversations/tag-list';
import { setTags } from '../conversations/verbs';
import { Details } from './details';
import { FilesTab } from './files-tab';
import { History, useHistory } from './history';
import { Notes } from './notes';
import { Parameters } from './parameters';
import { useTexts } from './texts';

type TabId = 'client' | 'history' | 'files';
/** So many earlier conversations stand below the details; the tab has all. */
const SOME = 3;

function ClientTab({ conversation, onAll }: { conversation: ConversationView; onAll: () => void }) {
  const t = useTexts();
  const desk = useDesk();
  const editable = useWorkspace(
    (workspace) => isMine(workspace, conversation) || helpsIn(workspace, conversation),
  );
  const { earlier } = useHistory(conversation);
  return (
    <>
      <Details conversation={conversation} />
      <section className="sect" aria-label={t('tags')}>
        <h3>{t('tags')}</h3>
        <TagList
          tags={conversation.tags}
          {...(editable && { onChange: (tags) => setTags(desk, conversation, tags) })}
        />
      </section>
      <Parameters conversation={conversation} editable={editable} />
      <Notes conversationId={conversation.id} />
      <section className="sect last" aria-label={t('earlier')}>
        <div className="h">
          <h3 className="grow">{t('earlier')}</h3>
          {earlier.length > SOME && (
            <button type="button" className="link sm" onClick={onAll}>
              {t('all', { count: earlier.length })}
            </button>
          )}
        </div>
        <History conversation={conversation} most={SOME} />
      </section>
    </>
  );
}

export interface ClientPanelProps {
  conversation: ConversationView;
  onClose: () => void;
  width: number;
  onResize: (width: number) => void;
}

/** The right pane: who the client is, what was before, and the files. */
export function ClientPanel({ conversation, onClose, width, onResize }: ClientPanelProps) {
  const t = useTexts();
  const [tab, setTab] = useState<TabId>('client');
  const { earlier } = useHistory(conversation);
  return (
    <Pane as="aside" className="panel" label={t('client')} id="client">
      <Separator label={t('panel_width')} pane="right" value={width} onChange={onResize} />
      <Tabs
        label={t('client_panel')}
        inPaneHeader
        selected={tab}
        onSelect={setTab}
        tabs={[
          {
            id: 'client',
            label: t('client'),
            panel: (
              <ClientTab key={conversation.id} conversation={conversation} onAll={() => setTab('history')} />
            ),
          },
          {
            id: 'history',
            label: t('history'),
            ...(earlier.length > 0 && {
              badge: {
                text: String(earlier.length),
                description: t('earlier_count', { count: earlier.length }),
              },
            }),
            panel: (
              <div className="sect last">
                <History conversation={conversation} />
              </div>
            ),
          },
          { id: 'files', label: t('files'), panel: <FilesTab conversationId={conversation.id} /> },
        ]}
        after={
          <IconButton
            className="only-drawer end"
            icon="close"
            size="s"
            label={t('close_panel')}
            onClick={onClose}
          />
        }
      />
    </Pane>
  );
}
