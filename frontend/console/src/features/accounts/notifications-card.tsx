import { Link, openHomeTab } from '../../shell';
import { Icon } from '../../ui';
import { useTexts } from './texts';

/** The way to the notifications, which are set on the workspace's home. */
export function NotificationsCard() {
  const t = useTexts();
  return (
    <Link to="/" className="card profile-line profile-link" onClick={() => openHomeTab('notifications')}>
      <span className="profile-icon">
        <Icon name="bell" />
      </span>
      <span className="grow">
        <span className="m">{t('notifications')}</span>
        <span className="sm t3">{t('notifications_hint')}</span>
      </span>
      <Icon name="right" size="s" />
    </Link>
  );
}
