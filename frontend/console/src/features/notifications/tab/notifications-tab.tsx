import './notifications.css';
import { useEffect } from 'react';
import { machine } from '../machine';
import { ChecksCard } from './checks-card';
import { PreferencesCard } from './preferences-card';

/** How the operator is told, and whether it reaches him, side by side. */
export function NotificationsTab() {
  useEffect(() => {
    machine()?.look();
  }, []);
  return (
    <div className="notif-two">
      <PreferencesCard />
      <ChecksCard />
    </div>
  );
}
