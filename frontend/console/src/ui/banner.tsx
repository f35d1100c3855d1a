import type { ReactNode } from 'react';
import type { Tone } from './chip';
import { classes } from './classes';
import { Icon, type IconName } from './icon';

export interface BannerProps {
  tone?: Tone;
  icon: IconName;
  /** `alert` interrupts a screen reader, `status` waits; without it the banner is plain text. */
  role?: 'alert' | 'status';
  action?: ReactNode;
  children: ReactNode;
}

/** A sentence on a coloured ground, inside the pane it is about. */
export function Banner({ tone, icon, role, action, children }: BannerProps) {
  return (
    <div className={classes('banner', tone)} role={role}>
      <Icon name={icon} />
      <span className="grow">{children}</span>
      {action}
    </div>
  );
}
