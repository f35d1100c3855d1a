import type { Tone } from './chip';
import { classes } from './classes';

export interface MeterProps {
  value: number;
  /** The full length; 100 when absent. */
  max?: number;
  tone?: Tone;
  /** In px; the width of its place when absent. */
  width?: number;
  /** The accessible name. Without it the meter is silent, because words beside it say the same. */
  label?: string;
  /** The value in words, for example "18 of 30 min". */
  valueText?: string;
}

/** A bar that shows a share; a number in words always stands beside it. */
export function Meter({ value, max = 100, tone, width, label, valueText }: MeterProps) {
  const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
  const spoken = label
    ? ({
        role: 'meter',
        'aria-label': label,
        'aria-valuenow': value,
        'aria-valuemin': 0,
        'aria-valuemax': max,
        'aria-valuetext': valueText,
      } as const)
    : ({ 'aria-hidden': true } as const);
  return (
    <span className={classes('meter', tone)} style={width ? { width } : undefined} {...spoken}>
      <i style={{ width: `${share * 100}%` }} />
    </span>
  );
}
