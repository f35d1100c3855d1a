import { classes } from './classes';

export type Presence = 'online' | 'away' | 'busy' | 'wrap_up' | 'offline';

const SHAPES: Readonly<Record<Presence, string | false>> = {
  online: false,
  away: 'away',
  busy: 'busy',
  wrap_up: 'wrap',
  offline: 'off',
};

export interface PresenceMarkProps {
  presence: Presence;
  /** The words, when none stand beside the mark. */
  label?: string;
  /** Larger than the usual 10 px, for empty states. */
  size?: number;
}

/** Disc, crescent, disc with bar, ring, hollow ring: shape and colour say the same. */
export function PresenceMark({ presence, label, size }: PresenceMarkProps) {
  const spoken = label ? ({ role: 'img', 'aria-label': label } as const) : ({ 'aria-hidden': true } as const);
  const style = size ? { width: size, height: size } : undefined;
  return <span className={classes('pm', SHAPES[presence])} style={style} {...spoken} />;
}
