import { Suspense } from 'react';
import { AppFrame, Pane, type SignedInRoute } from '../../shell';
import { useTexts } from '../../shell/texts';

/** Everything behind the sign-in. */
export function SignedIn({ route }: { route: SignedInRoute }) {
  const t = useTexts();
  return (
    <AppFrame screen={route.screen} title={t(route.screen)}>
      <Suspense>
        <Pane as="main" id="main" label={t(route.screen)} className="main">
          {null}
        </Pane>
      </Suspense>
    </AppFrame>
  );
}
