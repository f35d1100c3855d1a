import { type ReactNode, useState } from 'react';
import type { ConversationView } from '../../../../shared/api/views';
import { useDesk } from '../../foundation/desk/context';
import { useShortcuts } from '../../shell';
import { IconButton, LaterLayer, Menu, MenuItem, MenuLine } from '../../ui';
import type { Sender } from '../messaging/composer/composer';
import { snoozeDialog } from './later';
import { texts, useTexts } from './texts';
import { hold, resume } from './verbs';

const SNOOZABLE = new Set(['active', 'waiting_for_client', 'snoozed']);

export interface MoreWaysProps {
  conversation: ConversationView;
  /** What stands in the field, and how it is sent. */
  sender: Sender;
  /** Asks how the conversation ended. */
  ending: (onClose: () => void) => ReactNode;
}

/** Beside Send: what may come after it. Without words to send, what may be done instead. */
export function MoreWays({ conversation, sender, ending }: MoreWaysProps) {
  const t = useTexts();
  const desk = useDesk();
  const [asked, setAsked] = useState<'end' | 'snooze' | null>(null);
  const { id, state, client_online } = conversation;
  const snoozable = SNOOZABLE.has(state);
  // Who need not be there does not wait on hold.
  const holdable = client_online !== null && state === 'active';
  const held = state === 'on_hold';
  useShortcuts([
    {
      id: 'resting.snooze',
      keys: 'Alt+S',
      words: () => texts('snooze_more'),
      group: 'conversation',
      when: () => snoozable,
      run: () => setAsked('snooze'),
    },
    {
      id: 'resting.hold',
      keys: 'Alt+H',
      words: () => texts(held ? 'resume' : 'hold'),
      group: 'conversation',
      when: () => holdable || held,
      run: () => (held ? resume(desk, id) : hold(desk, id)),
    },
  ]);
  const close = () => setAsked(null);
  const sendAndEnd = async () => {
    await sender.send();
    setAsked('end');
  };
  return (
    <>
      <Menu
        label={t('more_ways')}
        side="top"
        width={250}
        trigger={<IconButton icon="up" size="s" label={t('more_ways')} />}
      >
        <MenuItem
          icon="send"
          disabled={!sender.ready}
          {...(sender.ready ? {} : { detail: t('write_first') })}
          onSelect={sendAndEnd}
        >
          {t('send_and_end')}
        </MenuItem>
        {snoozable && (
          <MenuItem icon="moon" keys="Alt+S" onSelect={() => setAsked('snooze')}>
            {sender.ready ? t('send_and_snooze') : t('snooze_more')}
          </MenuItem>
        )}
        {(holdable || held) && (
          <>
            <MenuLine />
            <MenuItem
              icon={held ? 'play' : 'pause'}
              keys="Alt+H"
              onSelect={() => (held ? resume(desk, id) : hold(desk, id))}
            >
              {held ? t('resume') : t('hold')}
            </MenuItem>
          </>
        )}
      </Menu>
      {asked === 'snooze' && (
        <LaterLayer
          of={snoozeDialog}
          conversation={conversation}
          before={sender.ready ? sender.send : undefined}
          onClose={close}
        />
      )}
      {asked === 'end' && ending(close)}
    </>
  );
}
