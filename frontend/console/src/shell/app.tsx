import { type ComponentType, useEffect } from 'react';
import { Later, type Loadable, loadTheRest } from '../ui';
import { Toasts } from '../ui/toast';
import { TooltipLayer } from '../ui/tooltip-layer';
import { ErrorBoundary } from './error-boundary';
import { Layers } from './layers';
import { NotFound } from './not-found';
import { type Route, useRoute } from './router';
import { listenForShortcuts } from './shortcuts/registry';
import { followTheme } from './theme';

/** Routes behind the sign-in. */
export type SignedInRoute = Extract<Route, { screen: 'workspace' | 'clients' | 'settings' | 'profile' }>;

export interface AppProps {
  signIn: Loadable<ComponentType>;
  setUp: Loadable<ComponentType>;
  /** Where the link for a new colleague leads. */
  signUp: Loadable<ComponentType<{ secret: string }>>;
  /** Loads the live workspace and draws the route's screen in an AppFrame; sends to `/sign-in` when nobody is signed in. */
  signedIn: ComponentType<{ route: SignedInRoute }>;
}

function Screen({ signIn, setUp, signUp, signedIn: SignedIn }: AppProps) {
  const route = useRoute();
  switch (route.screen) {
    case 'sign-in':
      return <Later of={signIn} />;
    case 'set-up':
      return <Later of={setUp} />;
    case 'sign-up':
      return <Later of={signUp} secret={route.secret} />;
    case 'not-found':
      return <NotFound />;
    default:
      return <SignedIn route={route} />;
  }
}

/** How long after the start the rest is loaded, in milliseconds: when the first screen surely has its data. */
const REST_AFTER_MILLISECONDS = 2000;

function loadTheRestLater(): () => void {
  const timer = setTimeout(loadTheRest, REST_AFTER_MILLISECONDS);
  return () => clearTimeout(timer);
}

/** The whole console, given the screens that features bring. */
export function App(screens: AppProps) {
  useEffect(followTheme, []);
  useEffect(listenForShortcuts, []);
  useEffect(loadTheRestLater, []);
  return (
    <ErrorBoundary>
      <Screen {...screens} />
      <Layers />
      <Toasts />
      <TooltipLayer />
    </ErrorBoundary>
  );
}
