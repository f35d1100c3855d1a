/** Where the visitor is. The query and the fragment of the address stay in the browser: they may hold anything. */
import type { Page } from './contract';

/** A new title often comes a moment after the new address. */
const SETTLED_MILLISECONDS = 500;

export function pageNow(): Page {
  return { url: location.origin + location.pathname, title: document.title };
}

/** Calls back when the page has become another one, also without being loaded anew. Answers how to stop. */
export function onNavigation(moved: () => void): () => void {
  let path = location.pathname;
  let due = 0;
  const look = () => {
    if (path !== location.pathname) {
      path = location.pathname;
      clearTimeout(due);
      due = window.setTimeout(moved, SETTLED_MILLISECONDS);
    }
  };
  // Where a browser lacks the Navigation API the way back is noticed, at least; the page's own functions stay as they are.
  const navigation = (window as { navigation?: EventTarget }).navigation;
  const [source, name] = navigation ? [navigation, 'currententrychange'] : [window, 'popstate'];
  source.addEventListener(name, look);
  return () => {
    clearTimeout(due);
    source.removeEventListener(name, look);
  };
}
