import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { DeskProvider } from '../../foundation/desk/context';
import { type Desk, type OpeningDesk, openDesk } from '../../foundation/desk/desk';
import { makeQueryClient } from '../../foundation/queries';
import { navigate, type SignedInRoute } from '../../shell';
import { BeforeWorkspace } from './before-workspace';
import { SignedInScreen } from './signed-in-screen';
import { loadOpenedConversation } from './work-screen';

/** To the sign-in, and afterwards back to where one wanted to be. */
function goToSignIn(): void {
  const { pathname } = window.location;
  navigate(pathname === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(pathname)}`);
}

function useDeskOfThisPage(): { opening: OpeningDesk | null; desk: Desk | null } {
  const [opening, setOpening] = useState<OpeningDesk | null>(null);
  const [desk, setDesk] = useState<Desk | null>(null);
  useEffect(() => {
    const opened = openDesk(goToSignIn);
    setOpening(opened);
    let left = false;
    opened.ready.then((ready) => !left && setDesk(ready));
    return () => {
      left = true;
      opened.close();
    };
  }, []);
  return { opening, desk };
}

const never = () => () => undefined;

/** Everything behind the sign-in: loads the workspace, keeps it live, and draws the route's screen. */
export function SignedIn({ route }: { route: SignedInRoute }) {
  const { opening, desk } = useDeskOfThisPage();
  const [queries] = useState(makeQueryClient);
  const loadState = useSyncExternalStore(
    opening?.store.subscribe ?? never,
    () => opening?.store.loadState ?? 'loading',
  );
  const opens = route.screen === 'workspace' && route.conversationId !== null;
  useEffect(() => {
    if (opens) {
      loadOpenedConversation();
    }
  }, [opens]);
  if (!desk) {
    return (
      <BeforeWorkspace route={route} failed={loadState === 'failed'} onRetry={() => opening?.store.load()} />
    );
  }
  return (
    <DeskProvider value={desk}>
      <QueryClientProvider client={queries}>
        <SignedInScreen route={route} />
      </QueryClientProvider>
    </DeskProvider>
  );
}
