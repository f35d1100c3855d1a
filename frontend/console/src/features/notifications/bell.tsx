import './bell.css';
import { useEffect } from 'react';
import { useDesk, useLiveState } from '../../foundation/desk/context';
import { navigate, openHomeTab, routeNow } from '../../shell';
import { Badge, IconButton, Later, loadable, type Tab, tellNotLoaded } from '../../ui';
import { toFix, useReadiness } from './readiness';
import { useTexts } from './texts';

const HOME_TAB = 'notifications';
const machine = loadable(async () => (await import('./machine')).startMachine);

/** How many of the things that must be right are known to be wrong. */
export function useToFix(): number {
  const live = useLiveState();
  return toFix(useReadiness(), live);
}

/** Lets this page call its operator, as long as he is signed in; what for is loaded right after the first screen, since what comes meanwhile is to be heard. */
export function useMachine(): void {
  const desk = useDesk();
  useEffect(() => {
    let stop: (() => void) | undefined;
    let left = false;
    const start = async () => {
      if (await machine.load()) {
        stop = left ? undefined : machine.now()?.(desk);
      } else if (!left) {
        tellNotLoaded();
      }
    };
    start();
    return () => {
      left = true;
      stop?.();
    };
  }, [desk]);
  useEffect(() => {
    const told = ({ data }: MessageEvent<{ type?: string; path?: string }>) => {
      if (data.type === 'navigate' && data.path) {
        navigate(data.path);
      }
    };
    navigator.serviceWorker?.addEventListener('message', told);
    return () => navigator.serviceWorker?.removeEventListener('message', told);
  }, []);
}

/** Leads to the tab, and says in the top bar when something keeps notifications from arriving. */
export function Bell() {
  const t = useTexts();
  const count = useToFix();
  const open = () => {
    openHomeTab(HOME_TAB);
    const route = routeNow();
    if (route.screen !== 'workspace' || route.conversationId !== null) {
      navigate('/');
    }
  };
  return (
    <IconButton
      className="bell"
      icon="bell"
      label={count > 0 ? t('bell_to_fix', { count }) : t('bell')}
      onClick={open}
      badge={<Badge count={count} />}
    />
  );
}

const panel = loadable(async () => (await import('./tab/notifications-tab')).NotificationsTab);

/** The tab of the workspace's home: how the operator is told, and whether it reaches him. */
export function useNotificationsTab(): Tab<string> {
  const t = useTexts();
  const count = useToFix();
  return {
    id: HOME_TAB,
    label: t('notifications'),
    icon: 'bell',
    ...(count > 0 ? { badge: { text: t('to_fix', { count }), tone: 'warn' } } : {}),
    panel: <Later of={panel} />,
  };
}
