import { type CSSProperties, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Keys } from './keys';

/** How long the pointer rests before the words appear, and how long they stay when it leaves, in milliseconds. */
const REST_MILLISECONDS = 400;
const GRACE_MILLISECONDS = 120;
/** Between the control and the words, and from the edge of the window, in px. */
const GAP = 6;
const EDGE = 8;

type Side = 'top' | 'bottom' | 'left' | 'right';

function markedAt(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null;
}

/** Where the words go, kept inside the window; below and above change places when there is no room. */
function placeBeside(control: DOMRect, words: DOMRect, wished: Side): CSSProperties {
  const below = control.bottom + GAP;
  const above = control.top - GAP - words.height;
  const noRoomBelow = below + words.height > window.innerHeight - EDGE;
  const side = wished === 'bottom' && noRoomBelow ? 'top' : wished;
  const middleX = control.left + (control.width - words.width) / 2;
  const middleY = control.top + (control.height - words.height) / 2;
  const places: Record<Side, [number, number]> = {
    bottom: [middleX, below],
    top: [middleX, above < EDGE ? below : above],
    right: [control.right + GAP, middleY],
    left: [control.left - GAP - words.width, middleY],
  };
  const [left, top] = places[side];
  const lastLeft = window.innerWidth - EDGE - words.width;
  return { left: Math.max(EDGE, Math.min(left, lastLeft)), top: Math.max(EDGE, top) };
}

/** Follows pointer and focus over the whole document, and says which marked control has its words shown. */
function useMarkedControl() {
  const [control, setControl] = useState<HTMLElement | null>(null);
  const words = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    // What was just pressed needs no explaining, though its words may have changed under the pointer.
    let pressed: Element | null = null;
    const showLater = (next: HTMLElement | null, wait: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => setControl(next), wait);
    };
    const over = (event: PointerEvent) => {
      const onWords = event.target instanceof Node && words.current?.contains(event.target);
      if (onWords) {
        clearTimeout(timer);
      } else if (event.pointerType === 'mouse' && !pressed?.contains(event.target as Node)) {
        pressed = null;
        const next = markedAt(event.target);
        showLater(next, next ? REST_MILLISECONDS : GRACE_MILLISECONDS);
      }
    };
    const focus = (event: FocusEvent) => {
      const next = markedAt(event.target);
      showLater(next?.matches(':focus-visible') ? next : null, 0);
    };
    const hide = () => {
      clearTimeout(timer);
      setControl(null);
    };
    const down = ({ target }: PointerEvent) => {
      pressed = target instanceof Element ? target.closest('button, a, [data-tip]') : null;
      hide();
    };
    const key = (event: KeyboardEvent) => event.key === 'Escape' && hide();
    document.addEventListener('pointerover', over);
    document.addEventListener('focusin', focus);
    document.addEventListener('focusout', hide);
    document.addEventListener('pointerdown', down);
    document.addEventListener('keydown', key);
    return () => {
      hide();
      document.removeEventListener('pointerover', over);
      document.removeEventListener('focusin', focus);
      document.removeEventListener('focusout', hide);
      document.removeEventListener('pointerdown', down);
      document.removeEventListener('keydown', key);
    };
  }, []);
  return { control: control?.isConnected ? control : null, words };
}

/** Draws the words of every `Tooltip`; stands once in the console. Names and descriptions are the controls' own. */
export function TooltipLayer() {
  const { control, words } = useMarkedControl();
  const [place, setPlace] = useState<CSSProperties>();
  const { tip, tipKeys, tipSide = 'bottom' } = control?.dataset ?? {};
  useLayoutEffect(() => {
    if (control && words.current) {
      const side = tipSide as Side;
      setPlace(placeBeside(control.getBoundingClientRect(), words.current.getBoundingClientRect(), side));
    }
  }, [control, words, tipSide]);
  if (!tip) {
    return null;
  }
  return (
    <div className="tip" ref={words} style={place} aria-hidden="true">
      {tip}
      {tipKeys && <Keys combination={tipKeys} />}
    </div>
  );
}
