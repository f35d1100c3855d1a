import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon';

export interface EmptyStateProps {
  icon?: IconName;
  /** In the icon's place, for example a large presence mark. */
  mark?: ReactNode;
  title: ReactNode;
  /** What happens next, or what to do. */
  children?: ReactNode;
  action?: ReactNode;
}

/** What a pane shows when it has nothing, or when it failed. */
export function EmptyState({ icon, mark, title, children, action }: EmptyStateProps) {
  return (
    <div className="empty">
      {mark ?? (icon && <Icon name={icon} size="xl" />)}
      <h3>{title}</h3>
      {children && <p>{children}</p>}
      {action && <div className="empty-action">{action}</div>}
    </div>
  );
}
