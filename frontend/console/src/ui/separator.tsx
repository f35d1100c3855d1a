import { type KeyboardEvent, type PointerEvent, useRef } from 'react';

export interface SeparatorProps {
  /** For example "Width of the queue". */
  label: string;
  /** The pane on this side of the divider is the one that changes. */
  pane: 'left' | 'right';
  /** Its width in px. */
  value: number;
  min?: number;
  max?: number;
  onChange: (width: number) => void;
}

/** How far one press of an arrow key moves, in px; with Shift five times as far. */
const STEP = 8;

/** A divider between two panes: drag it, or move it with the arrow keys, Home and End. */
export function Separator({ label, pane, value, min = 260, max = 420, onChange }: SeparatorProps) {
  const grip = useRef<{ from: number; width: number }>(null);
  const outwards = pane === 'left' ? 1 : -1;
  const move = (width: number) => onChange(Math.round(Math.min(max, Math.max(min, width))));
  const byKey = (event: KeyboardEvent) => {
    const step = event.shiftKey ? STEP * 5 : STEP;
    const widths: Record<string, number> = {
      ArrowRight: value + step * outwards,
      ArrowLeft: value - step * outwards,
      Home: min,
      End: max,
    };
    const width = widths[event.key];
    if (width !== undefined) {
      event.preventDefault();
      move(width);
    }
  };
  const grab = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    grip.current = { from: event.clientX, width: value };
  };
  const drag = (event: PointerEvent) => {
    if (grip.current) {
      move(grip.current.width + (event.clientX - grip.current.from) * outwards);
    }
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a divider that can be moved has a value and focus, which <hr> has not
    <div
      className={`divider ${pane}`}
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      onKeyDown={byKey}
      onPointerDown={grab}
      onPointerMove={drag}
      onPointerUp={() => {
        grip.current = null;
      }}
    />
  );
}
