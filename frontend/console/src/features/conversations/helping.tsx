import { useState } from 'react';
import type { ColleagueView, ConversationView, Id } from '../../../../shared/api/views';
import { useDesk, useWorkspace } from '../../foundation/desk/context';
import { type Command, useCommands } from '../../shell';
import { Avatar, Button, Icon, IconButton, Menu, MenuHeading, MenuItem } from '../../ui';
import { statusWord } from '../presence/status-words';
import { texts as presenceTexts } from '../presence/texts';
import { useColleagues } from '../presence/use-colleagues';
import { texts, useTexts } from './texts';
import { askToHelp, letGo } from './verbs';

/** Who can be reached stands first; within that by name. */
function byUse(one: ColleagueView, other: ColleagueView): number {
  return Number(other.reachable) - Number(one.reachable) || one.name.localeCompare(other.name);
}

function Colleagues({ conversation }: { conversation: ConversationView }) {
  const t = useTexts();
  const desk = useDesk();
  const me = useWorkspace((workspace) => workspace.me.id);
  const reasons = useWorkspace((workspace) => workspace.away_reasons);
  const { data = [] } = useColleagues();
  const inside = new Set(conversation.collaborators.map(({ id }) => id));
  const others = data.filter(({ id }) => id !== me).sort(byUse);
  return (
    <>
      <MenuHeading>{t('ask_to_help')}</MenuHeading>
      {others.map((colleague) => {
        const { id, name, picture } = colleague;
        const helps = inside.has(id);
        return (
          <MenuItem
            key={id}
            mark={<Avatar name={name} colourBy={id} picture={picture} size="s" />}
            detail={helps ? t('helps_let_go') : statusWord(presenceTexts, colleague, reasons)}
            after={helps && <Icon name="tick" size="s" />}
            onSelect={() => (helps ? letGo(conversation.id, id) : askToHelp(desk, conversation.id, id))}
          >
            {name}
          </MenuItem>
        );
      })}
    </>
  );
}

/** Colleagues whom the owner asks into the conversation, and lets go. They read and write; it stays his. */
export function Helpers({ conversation }: { conversation: ConversationView }) {
  const t = useTexts();
  const [open, setOpen] = useState(false);
  useCommands({
    id: 'conversations.help',
    heading: () => texts('conversation'),
    commands: (): Command[] => [
      { id: 'conversations.ask', words: texts('ask_to_help'), icon: 'user-plus', run: () => setOpen(true) },
    ],
  });
  return (
    <Menu
      label={t('ask_to_help')}
      width={280}
      open={open}
      onOpenChange={setOpen}
      trigger={<IconButton className="hide-sm" icon="user-plus" label={t('ask_to_help')} />}
    >
      <Colleagues conversation={conversation} />
    </Menu>
  );
}

/** Who was asked into a colleague's conversation may go again. */
export function LeaveButton({ conversation, me }: { conversation: ConversationView; me: Id }) {
  const t = useTexts();
  const [busy, setBusy] = useState(false);
  const leave = async () => {
    setBusy(true);
    await letGo(conversation.id, me);
    setBusy(false);
  };
  return (
    <Button busy={busy && t('leaving')} onClick={leave}>
      {t('leave')}
    </Button>
  );
}
