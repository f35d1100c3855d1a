import type { ReactNode } from 'react';
import { Rail } from './rail';
import { SearchButton } from './search-button';
import { useTexts } from './texts';
import { useUnreadMark } from './unread-mark';
import { useShellShortcuts } from './use-shell-shortcuts';

export interface AppFrameProps {
  /** The screen's name in the top bar: "Workspace", "Profile". */
  title: string;
  /** The company's name beside it; empty until it is known. */
  company?: string;
  /** Of the current screen, for the rail. */
  screen: 'workspace' | 'clients' | 'settings' | 'profile';
  /** Unread messages and offers, shown in the rail, the tab's title and the icon. */
  unread?: number;
  /** What the skip link leads to: "Skip to conversation" by default. The target has the id `main`. */
  skipTo?: string;
  /** The handset; absent without a phone channel. */
  handset?: ReactNode;
  /** The "+" with its menu; absent where nothing can be started. */
  newConversation?: ReactNode;
  /** The bell. */
  notifications?: ReactNode;
  /** The status button with its menu. */
  status?: ReactNode;
  /** The connection strip; render nothing while the connection is well. */
  strip?: ReactNode;
  children: ReactNode;
}

/** The rail, the top bar with its slots, the strip under it and the screen. At phone width the rail is a bottom bar. */
export function AppFrame(props: AppFrameProps) {
  const {
    title,
    company,
    screen,
    unread = 0,
    skipTo,
    handset,
    newConversation,
    notifications,
    status,
    strip,
  } = props;
  const t = useTexts();
  useShellShortcuts();
  useUnreadMark(unread);
  return (
    <>
      <a className="skip" href="#main">
        {skipTo ?? t('skip_to_conversation')}
      </a>
      <div className="app">
        <Rail current={screen} unread={unread} />
        <header className="top">
          <h1>{title}</h1>
          {company && (
            <span className="t2 hide-sm company">
              <span className="t3" aria-hidden="true">
                /
              </span>
              {company}
            </span>
          )}
          <SearchButton />
          {handset}
          {newConversation}
          {notifications}
          {status}
        </header>
        <div className="strip-place">{strip}</div>
        <div className="screen">{props.children}</div>
      </div>
    </>
  );
}
