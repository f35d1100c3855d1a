import { lazy, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { SignedIn } from './features/workspace';
import { deviceLanguage, speakLanguage } from './languages';
import { App } from './shell/app';
import './ui/styles.css';

const SignIn = lazy(() =>
  import('./features/accounts/sign-in').then((module) => ({ default: module.SignIn })),
);
const SignUp = lazy(() =>
  import('./features/accounts/sign-up').then((module) => ({ default: module.SignUp })),
);
const SetUp = lazy(() => import('./features/companies/set-up').then((module) => ({ default: module.SetUp })));

const root = document.getElementById('root');
if (root === null) {
  throw new Error('The page has no element with the id root.');
}
await speakLanguage(deviceLanguage());
createRoot(root).render(
  <StrictMode>
    <App signIn={SignIn} setUp={SetUp} signUp={SignUp} signedIn={SignedIn} />
  </StrictMode>,
);
