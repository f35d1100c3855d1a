import { useState } from 'react';
import type { ConversationView } from '../../../../shared/api/views';
import { useDesk, useWorkspace } from '../../foundation/desk/context';
import { atWork } from '../../foundation/workspace/lists';
import type { Workspace } from '../../foundation/workspace/workspace';
import { useShortcut } from '../../shell';
import { Button, Dialog, keysForAria } from '../../ui';
import { goToNextOfMine } from './after-end';
import { EndingFields, useEnding } from './ending-fields';
import { texts, useTexts } from './texts';
import { endConversation } from './verbs';

function wrapUpSeconds({ queues }: Workspace, { queue_id }: ConversationView): number {
  return (queue_id && queues.get(queue_id)?.wrap_up_limit_seconds) || 0;
}

/** "End", with the question how it ended. */
export function EndButton({ conversation }: { conversation: ConversationView }) {
  const t = useTexts();
  const [open, setOpen] = useState(false);
  useShortcut({
    id: 'conversations.end',
    keys: 'Alt+E',
    words: () => texts('end'),
    group: 'conversation',
    run: () => setOpen(true),
  });
  return (
    <>
      <Button look="red-outline" aria-keyshortcuts={keysForAria('Alt+E')} onClick={() => setOpen(true)}>
        {t('end')}
      </Button>
      {open && <EndDialog conversation={conversation} onClose={() => setOpen(false)} />}
    </>
  );
}

/** How it ended; then the work after it, or the next conversation. */
export function EndDialog({
  conversation,
  onClose,
}: {
  conversation: ConversationView;
  onClose: () => void;
}) {
  const t = useTexts();
  const desk = useDesk();
  const others = useWorkspace(atWork).filter(({ id }) => id !== conversation.id);
  const seconds = useWorkspace((workspace) => wrapUpSeconds(workspace, conversation));
  const ending = useEnding(conversation);
  const [busy, setBusy] = useState(false);
  const end = async () => {
    setBusy(true);
    const ended = await endConversation(desk, conversation.id, ending.said());
    setBusy(false);
    if (ended === 'outcome_required') {
      ending.demandOutcome();
    } else if (ended !== 'failed') {
      onClose();
      goToNextOfMine(ended, others);
    }
  };
  const minutes = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('end_title')}
      beside={seconds > 0 && <span className="sm t3 num">{t('wrap_up_of', { time: minutes })}</span>}
      buttons={
        <>
          <Button onClick={onClose}>{t('keep_open')}</Button>
          <Button look="red" busy={busy && t('ending')} onClick={end}>
            {t('end')}
          </Button>
        </>
      }
    >
      <EndingFields conversation={conversation} ending={ending} />
    </Dialog>
  );
}
