import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';
import { Keys } from './keys';

export interface TooltipProps {
  /** Words only; a tooltip never holds anything to press. */
  text: ReactNode;
  /** A shortcut to show after the words, for example `Alt+T`. */
  keys?: string;
  side?: 'top' | 'bottom' | 'left' | 'right';
  /** The control it belongs to. It keeps its own accessible name: a tooltip never is the only one. */
  children: ReactElement;
}

/** Wraps the whole console once, so that neighbouring tooltips follow one another without a pause. */
export const TooltipProvider = Base.Provider;

/** Words that appear beside a control on hover and on keyboard focus. */
export function Tooltip({ text, keys, side = 'bottom', children }: TooltipProps) {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner className="over tip-over" side={side} sideOffset={6}>
          <Base.Popup className="tip">
            {text}
            {keys && <Keys combination={keys} />}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
