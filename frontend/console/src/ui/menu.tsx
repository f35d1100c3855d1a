import type { Menu as BaseMenu } from '@base-ui/react/menu';
import {
  createContext,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useContext,
  useEffect,
  useRef,
} from 'react';
import { classes, widthVariable } from './classes';
import { Icon, type IconName } from './icon';
import { Keys } from './keys';
import { type OverlayState, overlayPlace, useOverlayTrigger } from './overlay-trigger';
import { useOverlays } from './use-overlays';

export interface MenuProps extends OverlayState {
  /** The name of the menu itself, for example "Status". */
  label: string;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'bottom' | 'left' | 'right';
  /** In px; on a phone the menu is a sheet over the whole width. */
  width?: number;
  /** It holds more than items, which a menu may not: then it is a small dialog, and its items stand in `MenuItems`. */
  mixed?: boolean;
  children: ReactNode;
}

/** Base UI's parts, for the items; only there inside an open menu. */
const Parts = createContext<typeof BaseMenu | null>(null);

function useParts(): typeof BaseMenu {
  const parts = useContext(Parts);
  if (!parts) {
    throw new Error('A menu item stands outside a menu.');
  }
  return parts;
}

const CONTROL = 'input, select, textarea, button, a[href]';

/** Tab goes from the items through the other controls of the menu, and then out of it, which closes it. */
function moveByTab(event: KeyboardEvent<HTMLElement>, close: () => void): void {
  if (event.key !== 'Tab') {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
  const popup = event.currentTarget;
  const controls = [...popup.querySelectorAll<HTMLElement>(CONTROL)].filter(
    (control) => !control.role?.startsWith('menuitem'),
  );
  const next = controls.indexOf(document.activeElement as HTMLElement) + (event.shiftKey ? -1 : 1);
  if (next === -1) {
    popup.focus();
  } else if (controls[next]) {
    controls[next].focus();
  } else {
    close();
  }
}

/** A menu opened by a key has focus on its first item, one opened by a press on itself. */
function FirstFocus({ popup, onItem }: { popup: RefObject<HTMLElement | null>; onItem: boolean }) {
  useEffect(() => {
    const item = popup.current?.querySelector<HTMLElement>('[role^=menuitem]');
    (onItem && item ? item : popup.current)?.focus({ preventScroll: true });
  }, [popup, onItem]);
  return null;
}

/** A menu with arrows, type-ahead and Esc; focus returns to what opened it. */
export function Menu({ label, align = 'end', side = 'bottom', width, mixed, children, ...state }: MenuProps) {
  const trigger = useOverlayTrigger(state, mixed ? 'dialog' : 'menu');
  const { id, button, isOpen, change, followOverlay, anchor, byKeyboard } = trigger;
  const Base = useOverlays(isOpen)?.Menu;
  const popup = useRef<HTMLDivElement>(null);
  return (
    <>
      {button}
      {Base && (
        <Base.Root open={isOpen} onOpenChange={followOverlay} modal={false}>
          <Base.Portal>
            <Base.Backdrop className="scrim sheet-scrim" />
            <Base.Positioner {...overlayPlace(anchor, align, side)}>
              <Base.Popup
                id={id}
                ref={popup}
                className="pop"
                {...(mixed ? { role: 'dialog' } : {})}
                aria-label={label}
                style={widthVariable(width)}
                finalFocus={anchor}
                onKeyDown={(event) => moveByTab(event, () => change(false))}
              >
                <Parts value={Base}>{children}</Parts>
                <FirstFocus popup={popup} onItem={byKeyboard} />
              </Base.Popup>
            </Base.Positioner>
          </Base.Portal>
        </Base.Root>
      )}
    </>
  );
}

interface MenuRowProps {
  icon?: IconName;
  /** Stands in the place of the icon, for example a presence mark, a channel tile or an avatar. */
  mark?: ReactNode;
  /** A second line. */
  detail?: ReactNode;
  /** Stands at the end of the row: a meter, a number. */
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
        <span className={classes('mi-words', Boolean(detail) && 'm')}>{children}</span>
        {detail && <span className="mi-words sm t3">{detail}</span>}
      </span>
      {after}
      {keys && <Keys combination={keys} />}
    </>
  );
}

function rowClass({ detail, danger }: MenuRowProps): string {
  return classes('mi', Boolean(detail) && 'tall', danger && 'bad');
}

export interface MenuItemProps extends MenuRowProps {
  onSelect: () => void;
}

export function MenuItem({ onSelect, ...row }: MenuItemProps) {
  const Base = useParts();
  return (
    <Base.Item className={rowClass(row)} disabled={row.disabled ?? false} onClick={onSelect}>
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
  const Base = useParts();
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
  const Base = useParts();
  return (
    <Base.RadioItem className={rowClass(row)} value={value} disabled={row.disabled ?? false} closeOnClick>
      <Row {...row} />
      <Base.RadioItemIndicator className="mi-chosen">
        <Icon name="tick" size="s" />
      </Base.RadioItemIndicator>
    </Base.RadioItem>
  );
}

/** Items of a mixed menu that belong together. */
export function MenuItems({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div role="menu" aria-label={label}>
      {children}
    </div>
  );
}

/** A line of small words above the items that follow. */
export function MenuHeading({ children }: { children: ReactNode }) {
  return <div className="mh">{children}</div>;
}

export function MenuLine() {
  return <hr />;
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
