/** What the page tells about the visitor, passed on as soon as somebody may hear it; of each kind the newest counts. */
import type { Chat } from './chat';
import { isPassing } from './http';
import { isOver } from './state';

/** Only the visitor's card may be filled in without a conversation. */
const CARD = '/details';

export async function tell({ untold, state, http }: Chat): Promise<void> {
  const talks = state.conversation && !isOver(state);
  for (const [path, told] of [...untold]) {
    if (http.token && (talks || path === CARD)) {
      untold.delete(path);
      await http.send(path, told).catch((error) => {
        if (isPassing(error) && !untold.has(path)) {
          untold.set(path, told);
        }
      });
    }
  }
}
