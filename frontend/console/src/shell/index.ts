/** The frame around every screen: what features may use of it. */
export { AnswerPane, type AnswerPaneProps } from './answer-pane';
export type { SignedInRoute } from './app';
export { AppFrame, type AppFrameProps } from './app-frame';
export { type Command, type CommandSource, useCommands } from './commands';
export { FormCard, type FormCardProps } from './form-card';
export { chooseHomeTab, openHomeTab, useHomeTab } from './home-tab';
export { showLayer } from './layers';
export { NotFound } from './not-found';
export { notSaved } from './not-saved';
export { Pane, type PaneProps } from './pane';
export { refusalWords } from './refusal-words';
export {
  conversationPath,
  isHereToLook,
  Link,
  type LinkProps,
  navigate,
  type Route,
  routeNow,
  useRoute,
} from './router';
export { type Shortcut, singleLettersOn, switchSingleLetters } from './shortcuts/registry';
export { useShortcut, useShortcuts } from './shortcuts/use-shortcut';
export { setTheme, type Theme, themeNow, useTheme } from './theme';
export { type Answered, useAnswer } from './use-answer';
