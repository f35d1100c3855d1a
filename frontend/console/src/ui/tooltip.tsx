import { cloneElement, type ReactElement } from 'react';

export interface TooltipProps {
  /** Words only; a tooltip never holds anything to press. None now: the control stays the same one. */
  text: string | undefined;
  /** A shortcut to show after the words, for example `Alt+T`. */
  keys?: string;
  side?: 'top' | 'bottom' | 'left' | 'right';
  /** The control it belongs to. It keeps its own accessible name: a tooltip never is the only one. */
  children: ReactElement;
}

/** Marks a control for the console's one tooltip (`TooltipLayer`), which draws the words on hover and keyboard focus. */
export function Tooltip({ text, keys, side = 'bottom', children }: TooltipProps) {
  const marks = { 'data-tip': text, 'data-tip-keys': keys, 'data-tip-side': side };
  return cloneElement(children as ReactElement<Record<string, string | undefined>>, marks);
}
