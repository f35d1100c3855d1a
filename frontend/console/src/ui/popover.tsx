import { Popover as Base } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';
import { widthVariable } from './classes';

export interface PopoverProps {
  /** The accessible name of the small dialog. */
  label: string;
  trigger: ReactElement;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'bottom' | 'left' | 'right';
  width?: number;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  children: ReactNode;
}

/** A small dialog beside its button, not modal; a sheet at phone width. */
export function Popover({
  label,
  trigger,
  align = 'end',
  side = 'bottom',
  width,
  children,
  ...state
}: PopoverProps) {
  return (
    <Base.Root {...state}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className="over" align={align} side={side} sideOffset={6} collisionPadding={8}>
          <Base.Popup className="pop roomy" aria-label={label} style={widthVariable(width)}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
