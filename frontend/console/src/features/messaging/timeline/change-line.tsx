import type { ReactNode } from 'react';
import type { ConversationView, EntryView, Id } from '../../../../../shared/api/views';
import { Icon, type IconName, Time, timeWords } from '../../../ui';
import { firstName, nameIn } from '../../clients/client-name';
import { texts, useTexts } from '../texts';

const ICONS: Readonly<Record<string, IconName>> = {
  joined: 'user',
  collaborator_joined: 'user-plus',
  transferred: 'transfer',
  ended: 'tick',
  client_left: 'sign-out',
  held: 'pause',
  resumed: 'play',
  snoozed: 'moon',
};

function word(change: EntryView['change'], name: string): string {
  const value = change?.[name];
  return typeof value === 'string' ? value : '';
}

/** What its operator does with a conversation that has to wait; null for other changes. */
function restWords(change: EntryView['change'], own: boolean, name: string): string | null {
  const until = word(change, 'until');
  const time = until && timeWords(until, 'moment');
  switch (change?.what) {
    case 'held':
      return own ? texts('you_held') : texts('held', { name });
    case 'snoozed':
      return own ? texts('you_snoozed', { time }) : texts('snoozed', { name, time });
    case 'resumed':
      if (change['why'] === 'time_came') {
        return texts('woken');
      }
      return own ? texts('you_resumed') : texts('resumed', { name });
    default:
      return null;
  }
}

/** What happened, in a sentence. Changes that this version does not know are named as they are. */
export function changeWords(entry: EntryView, { client, me }: { client: string; me: Id }): string {
  const { change, author } = entry;
  const own = author.kind === 'operator' && author.id === me;
  const byName = author.name ?? texts('hovor');
  const name = word(change, 'name');
  switch (change?.what) {
    case 'joined':
      return own ? texts('you_joined') : texts('joined', { name: name || byName });
    case 'invited':
      return own ? texts('you_invited') : texts('invited', { name: byName });
    case 'ended':
      return own ? texts('you_ended') : texts('ended', { name: byName });
    case 'transferred':
      return own
        ? texts('you_transferred', { to: word(change, 'to') })
        : texts('transferred', { name: byName, to: word(change, 'to') });
    case 'transfer_failed':
      return texts('transfer_failed', { to: word(change, 'to') });
    case 'owner_lost':
      return texts('owner_lost', { name });
    case 'collaborator_joined':
      return texts('collaborator_joined', { name });
    case 'collaborator_left':
      return texts('collaborator_left', { name });
    case 'client_left':
      return texts('client_left', { name: firstName(client) });
    case 'client_returned':
      return texts('client_returned', { name: firstName(client) });
    case 'went_quiet':
      return texts('went_quiet', { name: firstName(client) });
    default:
      return restWords(change, own, byName) ?? texts('changed', { what: change?.what ?? '' });
  }
}

function Line({ icon, at, children }: { icon?: IconName | undefined; at: string; children: ReactNode }) {
  return (
    <div className="ev">
      {icon && <Icon name={icon} size="xs" />}
      <span>
        {children} · <Time at={at} style="clock" explained />
      </span>
    </div>
  );
}

export function ChangeLine({
  entry,
  conversation,
  me,
}: {
  entry: EntryView;
  conversation: ConversationView;
  me: Id;
}) {
  const icon = ICONS[entry.change?.what ?? ''];
  return (
    <Line icon={icon} at={entry.at}>
      {changeWords(entry, { client: nameIn(conversation), me })}
    </Line>
  );
}

/** Where a conversation begins; a linked one goes on from the one above it. */
export function BeginLine({ conversation, linked }: { conversation: ConversationView; linked: boolean }) {
  const t = useTexts();
  const name = firstName(nameIn(conversation));
  return <Line at={conversation.opened_at}>{linked ? t('came_back', { name }) : t('began', { name })}</Line>;
}
