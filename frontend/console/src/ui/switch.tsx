import { useId } from 'react';
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

export interface ExplainedSwitchProps extends Pick<SwitchProps, 'on' | 'onChange' | 'saving'> {
  label: string;
  /** What it means, in a line below its name. */
  hint: string;
}

/** A switch at the end of the words that name and explain it; stands in something that lays out a row. */
export function ExplainedSwitch({ label, hint, on, onChange, saving }: ExplainedSwitchProps) {
  const id = useId();
  return (
    <>
      <div className="grow">
        <div className="m" id={`${id}-label`}>
          {label}
        </div>
        <div className="sm t3" id={`${id}-hint`}>
          {hint}
        </div>
      </div>
      <Switch
        on={on}
        onChange={onChange}
        saving={saving ?? false}
        labelledBy={`${id}-label`}
        describedBy={`${id}-hint`}
      />
    </>
  );
}
