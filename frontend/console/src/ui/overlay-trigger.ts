import {
  cloneElement,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  type Ref,
  type RefObject,
  useId,
  useRef,
  useState,
} from 'react';

interface TriggerProps {
  ref?: Ref<HTMLElement>;
  onClick?: (event: MouseEvent<HTMLElement>) => void;
  onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void;
}

export interface OverlayState {
  /** A button of this kit or a plain `<button>`; it becomes the one that opens the overlay. */
  trigger: ReactElement;
  /** For a caller who opens it by other means, too. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}

/** What Base UI tells of a change that it wishes. */
interface OverlayChange {
  event: Event;
  cancel: () => void;
}

function give(ref: Ref<HTMLElement> | undefined, element: HTMLElement | null): void {
  if (typeof ref === 'function') {
    ref(element);
  } else if (ref) {
    ref.current = element;
  }
}

/** Makes a button open and close an overlay: gives the button to draw, and what the overlay needs to know. */
export function useOverlayTrigger({ trigger, open, onOpenChange }: OverlayState, popup: 'menu' | 'dialog') {
  const id = useId();
  const [own, setOwn] = useState(false);
  const isOpen = open ?? own;
  const anchor = useRef<HTMLElement>(null);
  const [byKeyboard, setByKeyboard] = useState(false);
  const change = (next: boolean) => {
    setOwn(next);
    onOpenChange?.(next);
  };
  /** For the overlay itself. What a press on the button does is left to the button's click, which follows. */
  const followOverlay = (next: boolean, { event, cancel }: OverlayChange) => {
    const onButton = [event.target, (event as FocusEvent).relatedTarget].some(
      (element) => element instanceof Node && anchor.current?.contains(element),
    );
    if (!next && onButton) {
      cancel();
    } else {
      change(next);
    }
  };
  const given = trigger as ReactElement<TriggerProps>;
  const button = cloneElement(given, {
    ref: (element: HTMLElement | null) => {
      anchor.current = element;
      give(given.props.ref, element);
    },
    'aria-haspopup': popup,
    'aria-expanded': isOpen,
    'aria-controls': isOpen ? id : undefined,
    onClick: (event: MouseEvent<HTMLElement>) => {
      given.props.onClick?.(event);
      setByKeyboard(event.detail === 0);
      change(!isOpen);
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      given.props.onKeyDown?.(event);
      if (popup === 'menu' && event.key === 'ArrowDown' && !isOpen) {
        event.preventDefault();
        setByKeyboard(true);
        change(true);
      }
    },
  } as TriggerProps);
  return { id, button, isOpen, change, followOverlay, anchor, byKeyboard };
}

/** Where an overlay stands: beside its button, never against the edge of the window. */
export function overlayPlace(
  anchor: RefObject<HTMLElement | null>,
  align: 'start' | 'center' | 'end',
  side: 'top' | 'bottom' | 'left' | 'right',
) {
  return { className: 'over', anchor, align, side, sideOffset: 6, collisionPadding: 8 } as const;
}
