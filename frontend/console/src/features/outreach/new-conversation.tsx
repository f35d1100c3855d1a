import { useState } from 'react';
import { useWorkspace } from '../../foundation/desk/context';
import { type Command, useCommands, useShortcut } from '../../shell';
import { ChannelTile, IconButton, LaterLayer, loadable, Menu, MenuHeading, MenuItem } from '../../ui';
import { goToCalls } from '../calls/go-to-calls';
import { type StartGroup, startGroups } from './starts';
import { texts, useTexts } from './texts';

const startDialog = loadable(async () => (await import('./start-dialog')).StartDialog);
const KEYS = 'N';

function wordsOf({ kind, startables }: StartGroup): { words: string; detail: string } {
  const name = startables.map(({ channel }) => channel.name).join(', ');
  const byTemplate = startables.every(({ by }) => by === 'template');
  const detail = (own: string) => (byTemplate ? texts('start_by_template') : own);
  switch (kind) {
    case 'whatsapp':
      return { words: texts('start_whatsapp'), detail: detail(texts('start_whatsapp_hint', { name })) };
    case 'email':
      return { words: texts('start_email'), detail: detail(texts('start_email_hint', { name })) };
    default:
      return { words: texts('start_other'), detail: detail(texts('start_hint', { name })) };
  }
}

/** The "+": there as soon as one can write first on some channel; calls stand in it, too. */
export function NewConversation() {
  const t = useTexts();
  const groups = useWorkspace(startGroups);
  const carriesCalls = useWorkspace(({ channels }) =>
    [...channels.values()].some(({ capabilities }) => capabilities?.calls),
  );
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<StartGroup | null>(null);
  const possible = groups.length > 0;
  useShortcut({
    id: 'outreach.new',
    keys: KEYS,
    words: () => texts('new_conversation'),
    group: 'anywhere',
    when: () => possible,
    run: () => setOpen(true),
  });
  useCommands({
    id: 'outreach',
    heading: () => texts('new_conversation'),
    commands: (): Command[] =>
      groups.map((group) => ({
        id: `outreach.${group.kind}`,
        ...wordsOf(group),
        alsoFoundBy: texts('new_conversation'),
        icon: 'plus',
        run: () => setChosen(group),
      })),
  });
  if (!possible) {
    return null;
  }
  const item = (group: StartGroup) => {
    const { words, detail } = wordsOf(group);
    return (
      <MenuItem
        key={group.kind}
        mark={<ChannelTile kind={group.kind} silent />}
        detail={detail}
        onSelect={() => setChosen(group)}
      >
        {words}
      </MenuItem>
    );
  };
  return (
    <>
      <Menu
        label={t('new_conversation')}
        width={320}
        open={open}
        onOpenChange={setOpen}
        trigger={<IconButton icon="plus" label={t('new_conversation')} keys={KEYS} />}
      >
        <MenuHeading>{t('start_a_conversation')}</MenuHeading>
        {groups.filter(({ kind }) => kind === 'whatsapp').map(item)}
        {carriesCalls && (
          <MenuItem mark={<ChannelTile kind="phone" silent />} detail={t('calls_hint')} onSelect={goToCalls}>
            {t('phone_call')}
          </MenuItem>
        )}
        {groups.filter(({ kind }) => kind !== 'whatsapp').map(item)}
      </Menu>
      {chosen && (
        <LaterLayer of={startDialog} startables={chosen.startables} onClose={() => setChosen(null)} />
      )}
    </>
  );
}
