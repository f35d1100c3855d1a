import './channels.css';
import { useWorkspace } from '../../foundation/desk/context';
import { kindUse, slots, type Use, weightOf } from '../../foundation/workspace/lists';
import type { Workspace } from '../../foundation/workspace/workspace';
import { Banner, ChannelTile, EmptyState, useKindName } from '../../ui';
import { type ChannelGroup, channelGroups } from './channel-groups';
import { ChannelRow } from './channel-row';
import { useTexts } from './texts';

/** How many of one kind are used and allowed, in the words of that kind: slots, e-mails, calls. */
function useKindUse({ kind }: ChannelGroup): string | null {
  const t = useTexts();
  const workspace = useWorkspace((all) => all);
  const use: Use | null = kindUse(workspace, kind);
  if (!use) {
    return null;
  }
  const values = { used: use.used, count: use.limit };
  if (weightOf(workspace, kind) > 0) {
    return t('kind_slots', values);
  }
  return kind === 'email' ? t('kind_emails', values) : t('kind_calls', values);
}

function Group({ group }: { group: ChannelGroup }) {
  const name = useKindName()(group.kind);
  const use = useKindUse(group);
  return (
    <section aria-label={name}>
      <div className="chgrp">
        <ChannelTile kind={group.kind} silent />
        <h3>{name}</h3>
        {use && <span className="end sm t2 num">{use}</span>}
      </div>
      <ul>
        {group.channels.map((channel) => (
          <ChannelRow key={channel.id} channel={channel} />
        ))}
      </ul>
    </section>
  );
}

function slotsInUse(workspace: Workspace): string {
  const { used, limit } = slots(workspace);
  return `${used}/${limit}`;
}

/** Every channel assigned to the operator, with his own switch. */
export function ChannelsTab() {
  const t = useTexts();
  const groups = useWorkspace(channelGroups);
  const locked = useWorkspace(({ company_settings }) => !company_settings.operators_switch_channels);
  const [used = '', limit = ''] = useWorkspace(slotsInUse).split('/');
  if (groups.length === 0) {
    return <EmptyState icon="inbox" title={t('no_channels')} />;
  }
  return (
    <>
      {locked ? (
        <div className="channels-lead">
          <Banner icon="lock">{t('channels_locked')}</Banner>
        </div>
      ) : (
        <p className="t2 channels-lead">{t('channels_hint')}</p>
      )}
      <div className="card channels">
        {groups.map((group) => (
          <Group key={group.kind} group={group} />
        ))}
      </div>
      <p className="sm t3 channels-foot">
        {t('slots_in_use', { used, count: Number(limit) })} {t('slots_hint')}
      </p>
    </>
  );
}
