import { loadable } from '../../ui';

/** Not every start needs it. */
export const snoozeDialog = loadable(async () => (await import('./snooze-dialog')).SnoozeDialog);
