import { classes } from './classes';
import { Tooltip } from './tooltip';

export interface SwitchProps {
  on: boolean;
  onChange: (on: boolean) => void;
  /** The name: either these words or the ids of the elements that show it. */
  label?: string;
  labelledBy?: string;
  describedBy?: string;
  /** The change is on its way: the thumb turns and presses wait. */
  saving?: boolean;
  /** Why it cannot be switched; it stays focusable. */
  disabledBecause?: string | false | null;
  id?: string;
}

/** Takes effect at once. The word for its state ("On", "Off since 08:42") stands beside it, written by the caller. */
export function Switch(props: SwitchProps) {
  const { on, onChange, label, labelledBy, describedBy, saving, disabledBecause, id } = props;
  const toggle = (
    <button
      type="button"
      role="switch"
      id={id}
      className={classes('sw', saving && 'saving')}
      aria-checked={on}
      aria-busy={saving ? true : undefined}
      aria-disabled={disabledBecause ? true : undefined}
      aria-label={label}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      onClick={() => {
        if (!saving && !disabledBecause) {
          onChange(!on);
        }
      }}
    />
  );
  return disabledBecause ? <Tooltip text={disabledBecause}>{toggle}</Tooltip> : toggle;
}
