import { type ComponentType, Suspense, useEffect } from 'react';
import { Toasts } from '../ui/toast';
import { TooltipLayer } from '../ui/tooltip-layer';
import { loadOverlays } from '../ui/use-overlays';
import { ErrorBoundary } from './error-boundary';
import { Layers } from './layers';
import { NotFound } from './not-found';
import { type Route, useRoute } from './router';
import { listenForShortcuts } from './shortcuts/registry';
import { followTheme } from './theme';

/** Routes behind the sign-in. */
export type SignedInRoute = Extract<Route, { screen: 'workspace' | 'clients' | 'settings' | 'profile' }>;

export interface AppProps {
  signIn: ComponentType;
  setUp: ComponentType;
  /** Where the link for a new colleague leads. */
  signUp: ComponentType<{ secret: string }>;
  /** Loads the live workspace and draws the route's screen in an AppFrame; sends to `/sign-in` when nobody is signed in. */
  signedIn: ComponentType<{ route: SignedInRoute }>;
}

function Screen({ signIn: SignIn, setUp: SetUp, signUp: SignUp, signedIn: SignedIn }: AppProps) {
  const route = useRoute();
  switch (route.screen) {
    case 'sign-in':
      return <SignIn />;
    case 'set-up':
      return <SetUp />;
    case 'sign-up':
      return <SignUp secret={route.secret} />;
    case 'not-found':
      return <NotFound />;
    default:
      return <SignedIn route={route} />;
  }
}

/** How long after the start the overlays are loaded, in milliseconds: when the first screen surely has its data. */
const OVERLAYS_AFTER_MILLISECONDS = 2000;

function loadOverlaysLater(): () => void {
  const timer = setTimeout(loadOverlays, OVERLAYS_AFTER_MILLISECONDS);
  return () => clearTimeout(timer);
}

/** The whole console, given the screens that features bring. */
export function App(screens: AppProps) {
  useEffect(followTheme, []);
  useEffect(listenForShortcuts, []);
  useEffect(loadOverlaysLater, []);
  return (
    <ErrorBoundary>
      <Suspense>
        <Screen {...screens} />
      </Suspense>
      <Layers />
      <Toasts />
      <TooltipLayer />
    </ErrorBoundary>
  );
}
