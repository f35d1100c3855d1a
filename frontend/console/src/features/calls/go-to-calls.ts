import { navigate, openHomeTab, routeNow } from '../../shell';

/** The tab of calls, from anywhere. */
export function goToCalls(): void {
  openHomeTab('calls');
  const route = routeNow();
  if (route.screen !== 'workspace' || route.conversationId !== null) {
    navigate('/');
  }
}
