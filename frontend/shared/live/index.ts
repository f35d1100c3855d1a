/** The live socket's client, for the console and the widget. It knows no framework. */
export type {
  CountersFrame,
  Credentials,
  ErrorFrame,
  EventFrame,
  ServerFrame,
  SignalFrame,
} from './frames';
export { Live, type LiveOptions } from './live';
export { LiveSocket, type LiveState } from './live-socket';
export { browser, type Outside } from './outside';
export { longestPause } from './pause';
