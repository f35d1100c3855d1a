import { Icon, type IconName } from '../../../ui';
import { useTexts } from '../texts';
import type { Tick } from './tick';

const ICONS: Readonly<Record<Tick, IconName>> = {
  waiting: 'clock',
  on_its_way: 'tick-hollow',
  sent: 'tick',
  delivered: 'ticks',
  read: 'ticks',
  unknown: 'help',
  failed: 'warning',
};

/** Where one of our messages stands on its way: a mark, and words where the operator may have to act. */
export function TickMark({ tick, reason }: { tick: Tick; reason?: string | null }) {
  const t = useTexts();
  const words = t(`tick_${tick}`);
  if (tick === 'failed') {
    return (
      <span className="fail row g2">
        <Icon name="warning" size="s" />
        {reason ? t('failed_because', { reason }) : words}
      </span>
    );
  }
  const spoken = tick === 'waiting' || tick === 'unknown';
  return (
    <span className={tick === 'read' ? 'read' : undefined} title={words}>
      {spoken ? (
        <span className="row g2">
          <Icon name={ICONS[tick]} size="s" />
          {words}
        </span>
      ) : (
        <Icon name={ICONS[tick]} size="s" label={words} />
      )}
    </span>
  );
}
