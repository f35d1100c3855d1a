import type { InvitationView } from '../../../../shared/api/invitation-view';
import { useWorkspace } from '../../foundation/desk/context';
import { Chip, type ChipProps, type IconName, useTimeWords } from '../../ui';
import { useTexts } from './texts';

const LOOKS: Readonly<Record<InvitationView['state'], { tone?: ChipProps['tone']; icon: IconName }>> = {
  active: { tone: 'ok', icon: 'tick' },
  used: { tone: 'accent', icon: 'ticks' },
  expired: { icon: 'clock' },
  revoked: { tone: 'bad', icon: 'block' },
};

export function StateChip({ state }: { state: InvitationView['state'] }) {
  const t = useTexts();
  const { tone, icon } = LOOKS[state];
  return (
    <Chip icon={icon} {...(tone ? { tone } : {})}>
      {t(`state_${state}`)}
    </Chip>
  );
}

/** A moment in words, or nothing where there is none. */
function useMoment(at: string | null): string {
  const words = useTimeWords(at ?? 0, 'moment');
  return at === null ? '' : words;
}

/** How often it may be used, how often it was, and when that ends or ended. */
export function useUseLine(invitation: InvitationView): string {
  const t = useTexts();
  const me = useWorkspace((workspace) => workspace.me.id);
  const { state, use, uses, last_client, revoked_by } = invitation;
  const ends = useMoment(invitation.valid_until);
  const last = useMoment(invitation.last_used_at);
  const revoked = useMoment(invitation.revoked_at);
  const used = uses === 0 ? t('no_uses') : t('uses', { count: uses, time: last });
  if (state === 'revoked') {
    if (revoked_by?.id === me) {
      return t('by_you', { time: revoked });
    }
    return revoked_by?.name ? t('by_name', { name: revoked_by.name, time: revoked }) : revoked;
  }
  if (state === 'used') {
    return last_client
      ? t('used_line', { time: last, name: last_client })
      : t('used_line_unknown', { time: last });
  }
  if (state === 'expired') {
    const ended = t(uses === 0 ? 'ended_unused' : 'ended_used', { time: ends });
    return `${t(use)} · ${ended}`;
  }
  if (use === 'once') {
    return t('once_ends', { time: ends });
  }
  return invitation.valid_until === null
    ? t('repeatedly_endless', { uses: used })
    : t('repeatedly_ends', { uses: used, time: ends });
}
