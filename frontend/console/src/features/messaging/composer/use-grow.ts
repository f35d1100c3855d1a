import { type RefObject, useLayoutEffect } from 'react';

/** Lines at most; above that the text scrolls. */
const MOST_LINES = 8;

/** Makes a text area as high as its text. The style sheet gives the least height. */
export function useGrow(area: RefObject<HTMLTextAreaElement | null>, text: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the text is another
  useLayoutEffect(() => {
    const element = area.current;
    if (!element) {
      return;
    }
    const { lineHeight, paddingTop, paddingBottom } = getComputedStyle(element);
    const most =
      Number.parseFloat(lineHeight) * MOST_LINES +
      Number.parseFloat(paddingTop) +
      Number.parseFloat(paddingBottom);
    element.style.height = 'auto';
    element.style.height = `${Math.min(element.scrollHeight, most)}px`;
    element.style.overflowY = element.scrollHeight > most ? 'auto' : 'hidden';
  }, [area, text]);
}
