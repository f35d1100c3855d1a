import { useState } from 'react';
import type { ConversationView } from '../../../../shared/api/views';
import { useDesk, useLiveState } from '../../foundation/desk/context';
import { useShortcut } from '../../shell';
import { Button, Time } from '../../ui';
import { pick } from './offer-verbs';
import { texts, useTexts } from './texts';
import { WhyWaitsButton } from './why-waits';

/** Stands in the composer's place while the client waits: how long, and the button that takes them. */
export function WaitingStrip({ conversation }: { conversation: ConversationView }) {
  const t = useTexts();
  const desk = useDesk();
  const offline = useLiveState() !== 'live';
  const [busy, setBusy] = useState(false);
  const take = async () => {
    setBusy(true);
    await pick(desk, conversation);
    setBusy(false);
  };
  useShortcut({
    id: 'routing.take',
    keys: 'Mod+Enter',
    words: () => texts('take'),
    group: 'conversation',
    when: () => !busy && !offline,
    run: take,
  });
  return (
    <div className="foot-strip">
      <span className="grow t2">
        {t.rich('waits_in', {
          time: <Time at={conversation.opened_at} style="running" />,
          queue: conversation.queue_name ?? '',
        })}
        {conversation.offered_to && (
          <span className="sm t3 mi-words">{t('offered_to', { name: conversation.offered_to.name })}</span>
        )}
      </span>
      <WhyWaitsButton conversation={conversation} />
      <Button
        look="primary"
        keys="Mod+Enter"
        busy={busy && t('taking')}
        disabledBecause={offline && t('accept_offline')}
        onClick={take}
      >
        {t('take')}
      </Button>
    </div>
  );
}
