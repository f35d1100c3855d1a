import type { ReactNode, Ref } from 'react';
import { classes } from '../ui';

export interface PaneProps {
  /** The landmark it is: the queue is a section, the client panel an aside. */
  as?: 'section' | 'main' | 'aside';
  /** Its accessible name: "Queue", "Conversation with Jana Horáková", "Client". */
  label: string;
  /** `queue`, `main` and `panel` are known to the style sheets; `pane` is always there. */
  className?: string;
  id?: string;
  ref?: Ref<HTMLElement>;
  children: ReactNode;
}

/** A part of the screen that scrolls by itself and that F6 reaches. */
export function Pane({ as: Element = 'section', label, className, id, ref, children }: PaneProps) {
  return (
    <Element
      className={classes('pane', className)}
      aria-label={label}
      id={id}
      ref={ref}
      tabIndex={-1}
      data-pane
    >
      {children}
    </Element>
  );
}

function visiblePanes(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter(
    (pane) => pane.offsetParent !== null,
  );
}

const lastFocus = new WeakMap<HTMLElement, HTMLElement>();

/** Moves focus to the next (1) or the one before (-1) of the panes on the screen, to where it last was in it. */
export function goToPane(step: 1 | -1): void {
  const panes = visiblePanes();
  const focused = document.activeElement;
  const place = panes.findIndex((pane) => pane.contains(focused));
  const leaving = panes[place];
  if (leaving && focused instanceof HTMLElement) {
    lastFocus.set(leaving, focused);
  }
  const next = panes[place < 0 ? 0 : (place + step + panes.length) % panes.length];
  const back = next && lastFocus.get(next);
  (back && next.contains(back) ? back : next)?.focus();
}
