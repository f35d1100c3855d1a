/** What is drawn of an opened conversation: a file of its own, since the workspace is seen before one is opened. */
export { ClientPanel } from '../clients/client-panel';
export { ConversationPane } from '../conversations/conversation';
