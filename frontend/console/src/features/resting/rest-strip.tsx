import { useState } from 'react';
import type { ConversationView } from '../../../../shared/api/views';
import { useDesk } from '../../foundation/desk/context';
import { Button, Icon, type IconName, LaterLayer, Time } from '../../ui';
import { nameIn } from '../clients/client-name';
import { snoozeDialog } from './later';
import { useTexts } from './texts';
import { resume } from './verbs';

const ICONS = {
  on_hold: 'pause',
  snoozed: 'moon',
  waiting_for_client: 'clock',
} as const satisfies Record<string, IconName>;

type Rest = keyof typeof ICONS;

/** On what a conversation rests; null for one that goes on. */
export function restOf({ state }: ConversationView): Rest | null {
  return state in ICONS ? (state as Rest) : null;
}

/** Above the composer of one that rests: on what, since when or until when, and the way back. */
export function RestStrip({ conversation, rest }: { conversation: ConversationView; rest: Rest }) {
  const t = useTexts();
  const desk = useDesk();
  const [busy, setBusy] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const goOn = async () => {
    setBusy(true);
    await resume(desk, conversation.id);
    setBusy(false);
  };
  const { snoozed_until, state_since } = conversation;
  const time =
    rest === 'on_hold' ? (
      <Time at={state_since} style="running" />
    ) : (
      <Time at={snoozed_until ?? state_since} style="moment" />
    );
  return (
    <div className={rest === 'on_hold' ? 'foot-strip rest held' : 'foot-strip rest'}>
      <Icon name={ICONS[rest]} size="s" />
      <span className="grow">{t.rich(rest, { name: nameIn(conversation), time })}</span>
      {rest === 'snoozed' && (
        <Button size="s" onClick={() => setChoosing(true)}>
          {t('change_time')}
        </Button>
      )}
      <Button size="s" icon="play" busy={busy && t('resuming')} onClick={goOn}>
        {t('resume')}
      </Button>
      {choosing && (
        <LaterLayer of={snoozeDialog} conversation={conversation} onClose={() => setChoosing(false)} />
      )}
    </div>
  );
}
