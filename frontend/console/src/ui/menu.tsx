import { Menu as Base } from '@base-ui/react/menu';
import type { KeyboardEvent, ReactElement, ReactNode } from 'react';
import { classes, widthVariable } from './classes';
import { Icon, type IconName } from './icon';
import { Keys } from './keys';

export interface MenuProps {
  /** The name of the menu itself, for example "Status". */
  label: string;
  /** A button of this kit or a plain `<button>`; it becomes the one that opens the menu. */
  trigger: ReactElement;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'bottom' | 'left' | 'right';
  /** In px; on a phone the menu is a sheet over the whole width. */
  width?: number;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  children: ReactNode;
}

/** A menu with arrows, type-ahead and Esc; focus returns to what opened it. */
export function Menu({
  label,
  trigger,
  align = 'end',
  side = 'bottom',
  width,
  children,
  ...state
}: MenuProps) {
  return (
    <Base.Root {...state} modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className="over" align={align} side={side} sideOffset={6} collisionPadding={8}>
          <Base.Popup className="pop" aria-label={label} style={widthVariable(width)}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

interface MenuRowProps {
  icon?: IconName;
  /** Stands in the place of the icon, for example a presence mark, a channel tile or an avatar. */
  mark?: ReactNode;
  /** A second line. */
  detail?: ReactNode;
  /** Stands at the end of the row: a tick, a meter, a number. */
  after?: ReactNode;
  keys?: string;
  /** Red: for what ends or removes something. */
  danger?: boolean;
  /** Keeps the item focusable but without effect; say why in `detail`. */
  disabled?: boolean;
  children: ReactNode;
}

function Row({ icon, mark, detail, after, keys, children }: MenuRowProps) {
  return (
    <>
      {mark ?? (icon && <Icon name={icon} />)}
      <span className="grow">
        <span className={detail ? 'm mi-words' : 'mi-words'}>{children}</span>
        {detail && <span className="sm t3 mi-words">{detail}</span>}
      </span>
      {after}
      {keys && <Keys combination={keys} />}
    </>
  );
}

export interface MenuItemProps extends MenuRowProps {
  onSelect: () => void;
}

export function MenuItem({ onSelect, ...row }: MenuItemProps) {
  return (
    <Base.Item
      className={classes('mi', row.danger && 'bad')}
      disabled={row.disabled ?? false}
      onClick={onSelect}
    >
      <Row {...row} />
    </Base.Item>
  );
}

export interface MenuRadiosProps<Value extends string> {
  /** The chosen one, or null when none is. */
  value: Value | null;
  onChange: (value: Value) => void;
  children: ReactNode;
}

/** A group of which one is chosen; choosing closes the menu. */
export function MenuRadios<Value extends string>({ value, onChange, children }: MenuRadiosProps<Value>) {
  return (
    <Base.RadioGroup value={value} onValueChange={(chosen) => onChange(chosen as Value)}>
      {children}
    </Base.RadioGroup>
  );
}

export interface MenuRadioProps extends MenuRowProps {
  value: string;
}

export function MenuRadio({ value, ...row }: MenuRadioProps) {
  return (
    <Base.RadioItem className="mi" value={value} disabled={row.disabled ?? false} closeOnClick>
      <Row
        {...row}
        after={
          <>
            {row.after}
            <Base.RadioItemIndicator className="mi-chosen">
              <Icon name="tick" size="s" />
            </Base.RadioItemIndicator>
          </>
        }
      />
    </Base.RadioItem>
  );
}

/** A line of small words above the items that follow. */
export function MenuHeading({ children }: { children: ReactNode }) {
  return <div className="mh">{children}</div>;
}

export function MenuLine() {
  return <Base.Separator className="hr" />;
}

const MENU_ONLY_KEYS = new Set(['Escape', 'Tab']);

function keepFromMenu(event: KeyboardEvent) {
  if (!MENU_ONLY_KEYS.has(event.key)) {
    event.stopPropagation();
  }
}

/**
 * A row inside a menu that is no menu item: a select, a switch, a person's name. Its keys work in it
 * and are kept from the menu, but for Esc and Tab.
 */
export function MenuExtra({ children }: { children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps keys typed in the controls inside from the menu around
    <div className="mi-extra" onKeyDown={keepFromMenu}>
      {children}
    </div>
  );
}
