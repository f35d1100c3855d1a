import { SelectField } from '../../../ui';
import { useTexts } from '../texts';
import { type Named, type Rights, roles } from './people';
import { Ticks } from './ticks';

export interface RightsFieldsProps {
  groups: readonly Named[];
  channels: readonly Named[];
  rights: Rights;
  onChange: (rights: Rights) => void;
}

/** Role, groups and assigned channels. */
export function RightsFields({ groups, channels, rights, onChange }: RightsFieldsProps) {
  const t = useTexts();
  return (
    <>
      <SelectField
        label={t('role')}
        hint={t(`role_hint_${rights.role}`)}
        options={roles()}
        value={rights.role}
        onChange={(role) => onChange({ ...rights, role })}
      />
      <Ticks
        legend={t('groups')}
        all={groups}
        chosen={rights.group_ids}
        onChange={(group_ids) => onChange({ ...rights, group_ids })}
      />
      <Ticks
        legend={t('assigned_channels')}
        all={channels}
        chosen={rights.channel_ids}
        onChange={(channel_ids) => onChange({ ...rights, channel_ids })}
      />
    </>
  );
}
