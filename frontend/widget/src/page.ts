/** Where the visitor is. The query and the fragment of the address stay in the browser: they may hold anything. */
import type { Page } from './contract';

export function pageNow(): Page {
  // The count of new messages that the title may begin with is ours.
  return { url: location.origin + location.pathname, title: document.title.replace(/^\(\d+\) /, '') };
}
