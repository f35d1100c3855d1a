import {
  type ComponentProps,
  type MouseEvent,
  type ReactNode,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { classes } from './classes';
import { Icon, type IconName } from './icon';
import { keysForAria } from './key-combination';
import { Keys } from './keys';
import { Tooltip } from './tooltip';

type ButtonLook = 'primary' | 'secondary' | 'quiet' | 'green' | 'red' | 'red-outline';

const LOOKS: Readonly<Record<ButtonLook, string | undefined>> = {
  primary: 'pri',
  secondary: undefined,
  quiet: 'ghost',
  green: 'ok',
  red: 'bad',
  'red-outline': 'bad-o',
};

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  /** Primary: at most one in a pane. Green only answers and calls; red only ends and confirms. */
  look?: ButtonLook;
  size?: 's' | 'm' | 'l';
  /** Takes the whole width of what it stands in. */
  block?: boolean;
  icon?: IconName;
  /** The label while the action runs, for example "Sending…"; absent when nothing runs. */
  busy?: string | false;
  /** Why it cannot be pressed now. It keeps focus and explains itself in a tooltip. */
  disabledBecause?: string | false | null;
  /** A shortcut shown as a key cap, for example `A`. */
  keys?: string;
}

/** Ignores presses while the control is busy or cannot be used; it is never `disabled`, so it keeps focus. */
function unless(blocked: boolean, onClick: ComponentProps<'button'>['onClick']) {
  return (event: MouseEvent<HTMLButtonElement>) => {
    if (blocked) {
      event.preventDefault();
      event.stopPropagation();
    } else {
      onClick?.(event);
    }
  };
}

/** Holds the width that a button had before it became busy, so that nothing beside it moves. */
function useSteadyWidth(busy: boolean) {
  const measured = useRef<HTMLButtonElement>(null);
  const [width, setWidth] = useState<number>();
  useLayoutEffect(() => {
    if (!busy) {
      setWidth(measured.current?.offsetWidth);
    }
  }, [busy]);
  return { measured, minWidth: busy ? width : undefined };
}

export function Button(props: ButtonProps) {
  const { look = 'secondary', size = 'm', block, icon, busy, disabledBecause, keys, ...rest } = props;
  const { className, children, onClick, style, type = 'button', ...native } = rest;
  const { measured, minWidth } = useSteadyWidth(Boolean(busy));
  const why = useId();
  const shownIcon = busy ? 'refresh' : icon;
  // Always in a tooltip: with and without a reason it is the same element, which keeps its focus.
  return (
    <Tooltip text={disabledBecause || undefined}>
      <button
        ref={measured}
        {...native}
        type={type}
        className={classes(
          'btn',
          LOOKS[look],
          size === 's' && 'sm',
          size === 'l' && 'lg',
          block && 'block',
          className,
        )}
        style={minWidth ? { ...style, minWidth } : style}
        aria-busy={busy ? true : undefined}
        aria-disabled={disabledBecause ? true : undefined}
        aria-describedby={disabledBecause ? why : native['aria-describedby']}
        aria-keyshortcuts={keysForAria(keys)}
        onClick={unless(Boolean(busy || disabledBecause), onClick)}
      >
        {shownIcon && <Icon name={shownIcon} size={size === 's' ? 's' : 'm'} />}
        {busy || children}
        {keys && !busy && <Keys combination={keys} />}
        {disabledBecause && <Reason id={why}>{disabledBecause}</Reason>}
      </button>
    </Tooltip>
  );
}

/** The reason as a description for screen readers. It is no part of the button's name. */
function Reason({ id, children }: { id: string; children: ReactNode }) {
  return (
    <span id={id} hidden>
      {children}
    </span>
  );
}

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'disabled'> {
  icon: IconName;
  /** The accessible name, and the tooltip unless `tooltip` says it in other words. */
  label: string;
  tooltip?: string;
  /** A shortcut named in the tooltip. */
  keys?: string;
  size?: 's' | 'm';
  iconSize?: 's' | 'm' | 'l' | 'xl';
  disabledBecause?: string | false | null;
  /** A mark on the corner, for example a Badge. Say the number in `label`, too. */
  badge?: ReactNode;
}

/** A square button with an icon only; always with a name and a tooltip. */
export function IconButton(props: IconButtonProps) {
  const { icon, label, tooltip, keys, size = 'm', iconSize = 'm', disabledBecause, badge, ...rest } = props;
  const { className, onClick, type = 'button', ...native } = rest;
  return (
    <Tooltip text={disabledBecause || (tooltip ?? label)} {...(keys && !disabledBecause ? { keys } : {})}>
      <button
        {...native}
        type={type}
        className={classes('ib', size === 's' && 'sm', className)}
        aria-label={label}
        aria-disabled={disabledBecause ? true : undefined}
        aria-keyshortcuts={keysForAria(keys)}
        onClick={unless(Boolean(disabledBecause), onClick)}
      >
        <Icon name={icon} size={iconSize} />
        {badge}
      </button>
    </Tooltip>
  );
}
