import type { ConversationView, EntryView } from '../../../../shared/api/views';
import { useWorkspace } from '../../foundation/desk/context';
import { helpsIn, isMine } from '../../foundation/workspace/lines';
import type { Workspace } from '../../foundation/workspace/workspace';
import { Link } from '../../shell';
import { Avatar, Chip, Icon, IconButton, Time, useKindName } from '../../ui';
import { nameIn } from '../clients/client-name';
import { Transfer } from '../routing/transfer';
import { EndButton } from './end-button';
import { Helpers, LeaveButton } from './helping';
import { useTexts } from './texts';

export interface HeaderProps {
  conversation: ConversationView;
  onTogglePanel: () => void;
  panelOpen: boolean;
}

const NO_ENTRIES: readonly EntryView[] = [];
/** Being handed over already, or put aside: gone on with first. */
const HANDED_OVER_NEVER = new Set(['transferring', 'on_hold', 'snoozed']);

/** Since when its owner has it: when he joined, as the timeline tells. */
function since({ timelines }: Workspace, { id, owner_id, opened_at }: ConversationView): string {
  const joined = (timelines.get(id) ?? NO_ENTRIES).findLast(
    ({ change, author }) => change?.what === 'joined' && author.id === owner_id,
  );
  return joined?.at ?? opened_at;
}

function State({ conversation }: { conversation: ConversationView }) {
  const t = useTexts();
  const { state, offered_to, client_online } = conversation;
  if (state === 'transferring') {
    return <Chip tone="warn">{t('transferring_to', { name: offered_to?.name ?? '' })}</Chip>;
  }
  if (state === 'snoozed') {
    return <Chip icon="moon">{t('snoozed')}</Chip>;
  }
  if (client_online === false && state === 'active') {
    return <Chip tone="warn">{t('client_away')}</Chip>;
  }
  return null;
}

/** Who it is, on which channel, since when, and what can be done with the whole conversation. */
export function Header({ conversation, onTogglePanel, panelOpen }: HeaderProps) {
  const t = useTexts();
  const kindName = useKindName();
  const own = useWorkspace((workspace) => isMine(workspace, conversation));
  const helps = useWorkspace((workspace) => helpsIn(workspace, conversation));
  const me = useWorkspace((workspace) => workspace.me.id);
  const from = useWorkspace((workspace) => since(workspace, conversation));
  const name = nameIn(conversation);
  const { channel_kind, queue_name, state, client } = conversation;
  const served = own && state !== 'wrap_up';
  const place = [kindName(channel_kind), queue_name].filter(Boolean).join(' · ');
  return (
    <div className="ph conv">
      <Link className="ib only-sm" to="/" aria-label={t('back_to_queue')}>
        <Icon name="left" size="l" />
      </Link>
      <Avatar name={name} colourBy={client.id} channel={channel_kind} />
      <div className="who grow">
        <h2 className="ell" title={name}>
          {name}
        </h2>
        <div className="sub">
          <span className="ell hide-sm">{place}</span>
          {served && (
            <>
              <span aria-hidden="true" className="hide-sm">
                ·
              </span>
              <span className="row g2 num conv-timer" title={t('time_with_you')}>
                <Icon name="clock" size="xs" />
                <Time at={from} style="running" />
              </span>
            </>
          )}
          <State conversation={conversation} />
        </div>
      </div>
      {served && <Helpers conversation={conversation} />}
      {helps && !own && <LeaveButton conversation={conversation} me={me} />}
      {served && !HANDED_OVER_NEVER.has(state) && <Transfer conversation={conversation} />}
      {served && <EndButton conversation={conversation} />}
      <IconButton
        className="only-drawer"
        icon="panel"
        label={panelOpen ? t('hide_panel') : t('show_panel')}
        keys="Alt+I"
        onClick={onTogglePanel}
      />
    </div>
  );
}
