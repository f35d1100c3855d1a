import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { SignedIn } from './features/workspace';
import { deviceLanguage, speakLanguage, withMoreTexts } from './languages';
import { App } from './shell/app';
import { loadable } from './ui';
import './ui/styles.css';

const signIn = loadable(async () => (await import('./features/accounts/sign-in')).SignIn);
const signUp = loadable(async () => (await import('./features/accounts/sign-up')).SignUp);
const setUp = loadable(async () => (await withMoreTexts(import('./features/companies/set-up'))).SetUp);

const root = document.getElementById('root');
if (root === null) {
  throw new Error('The page has no element with the id root.');
}
await speakLanguage(deviceLanguage());
createRoot(root).render(
  <StrictMode>
    <App signIn={signIn} setUp={setUp} signUp={signUp} signedIn={SignedIn} />
  </StrictMode>,
);
