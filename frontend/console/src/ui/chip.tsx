import type { ReactNode } from 'react';
import { classes } from './classes';
import { Icon, type IconName } from './icon';

export type Tone = 'ok' | 'warn' | 'bad';

export interface ChipProps {
  tone?: Tone | 'accent' | 'outline';
  icon?: IconName;
  pill?: boolean;
  /** Makes the chip removable; `label` names the button, for example "Remove tag boots". */
  remove?: { label: string; run: () => void };
  title?: string;
  id?: string;
  children: ReactNode;
}

const CHIP_TONES = { ok: 'ok', warn: 'warn', bad: 'bad', accent: 'acc', outline: 'line' } as const;

/** A word or two about the thing it stands beside. */
export function Chip({ tone, icon, pill, remove, title, id, children }: ChipProps) {
  return (
    <span className={classes('chip', tone && CHIP_TONES[tone], pill && 'pill')} title={title} id={id}>
      {icon && <Icon name={icon} size="xs" />}
      {children}
      {remove && (
        <button type="button" aria-label={remove.label} onClick={remove.run}>
          <Icon name="close" size="xs" />
        </button>
      )}
    </span>
  );
}

export interface BadgeProps {
  /** Nothing is drawn at 0; above `max` it says "99+". */
  count: number;
  max?: number;
  muted?: boolean;
  /** Spoken instead of the bare number; without it the badge is silent, because a name beside it tells. */
  label?: string;
}

/** A number of things that wait to be seen. */
export function Badge({ count, max = 99, muted, label }: BadgeProps) {
  if (count <= 0) {
    return null;
  }
  const spoken = label ? ({ role: 'img', 'aria-label': label } as const) : ({ 'aria-hidden': true } as const);
  return (
    <span className={classes('badge', muted && 'mute')} {...spoken}>
      {count > max ? `${max}+` : count}
    </span>
  );
}
