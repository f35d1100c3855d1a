import type { ReactNode } from 'react';
import { widthVariable } from './classes';
import { type OverlayState, overlayPlace, useOverlayTrigger } from './overlay-trigger';
import { useOverlays } from './use-overlays';

export interface PopoverProps extends OverlayState {
  /** The accessible name of the small dialog. */
  label: string;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'bottom' | 'left' | 'right';
  width?: number;
  children: ReactNode;
}

/** A small dialog beside its button, not modal; a sheet at phone width. */
export function Popover({ label, align = 'end', side = 'bottom', width, children, ...state }: PopoverProps) {
  const { id, button, isOpen, followOverlay, anchor } = useOverlayTrigger(state, 'dialog');
  const Base = useOverlays(isOpen)?.Popover;
  return (
    <>
      {button}
      {Base && (
        <Base.Root open={isOpen} onOpenChange={followOverlay}>
          <Base.Portal>
            <Base.Backdrop className="scrim sheet-scrim" />
            <Base.Positioner {...overlayPlace(anchor, align, side)}>
              <Base.Popup
                id={id}
                className="pop roomy"
                aria-label={label}
                style={widthVariable(width)}
                finalFocus={anchor}
              >
                {children}
              </Base.Popup>
            </Base.Positioner>
          </Base.Portal>
        </Base.Root>
      )}
    </>
  );
}
