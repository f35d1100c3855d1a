import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** So close to the end counts as at the end. Pixels. */
const NEAR = 48;

export interface Scroll {
  readonly box: RefObject<HTMLDivElement | null>;
  /** The end is in sight: what comes is seen at once. */
  readonly atEnd: boolean;
  jumpToEnd(): void;
}

/**
 * Keeps the end in sight as long as it is, whatever grows; and what is read in its place when something is put
 * above it. `first` is the key of the topmost row, `last` that of the lowest.
 */
export function useScroll(first: string | undefined, last: string | undefined): Scroll {
  const box = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const isAtEnd = useRef(true);
  const before = useRef({ first, height: 0 });

  const jumpToEnd = useCallback(() => {
    box.current?.scrollTo({ top: box.current.scrollHeight });
  }, []);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) {
      return;
    }
    const grown = element.scrollHeight - before.current.height;
    if (first !== before.current.first && before.current.height > 0 && !isAtEnd.current) {
      element.scrollTop += grown;
    }
    before.current = { first, height: element.scrollHeight };
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another row is the last
  useLayoutEffect(() => {
    if (isAtEnd.current) {
      jumpToEnd();
    }
  }, [last, jumpToEnd]);

  useEffect(() => {
    const element = box.current;
    if (!element) {
      return;
    }
    let top = element.scrollTop;
    const look = () => {
      const near = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
      // Only who scrolls up leaves the end: a picture that has just got its height only moved it away.
      isAtEnd.current = near || (isAtEnd.current && element.scrollTop >= top);
      top = element.scrollTop;
      setAtEnd(isAtEnd.current);
    };
    const stay = new ResizeObserver(() => isAtEnd.current && jumpToEnd());
    stay.observe(element);
    for (const child of element.children) {
      stay.observe(child);
    }
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      stay.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [jumpToEnd]);

  return { box, atEnd, jumpToEnd };
}
