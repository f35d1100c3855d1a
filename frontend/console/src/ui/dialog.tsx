import { type ReactNode, type RefObject, useRef } from 'react';
import { Button, type ButtonProps } from './button';
import { classes, widthVariable } from './classes';
import { Icon } from './icon';
import { useTexts } from './texts';
import { useOverlays } from './use-overlays';

export interface DialogProps {
  open: boolean;
  /** Esc, the cross, a press beside it. Also called before the dialog's own buttons close it, if they do. */
  onClose: () => void;
  title: ReactNode;
  /** Beside the title, for example a timer. */
  beside?: ReactNode;
  description?: ReactNode;
  /** In px; on a phone the dialog is a sheet. */
  width?: number;
  /** The row of buttons at the bottom. */
  buttons?: ReactNode;
  /** For a question that must be answered: role `alertdialog`, no press beside it. */
  alert?: boolean;
  /** What gets focus first; the first control when absent. */
  firstFocus?: RefObject<HTMLElement | null>;
  /** What gets focus afterwards; what had it before when absent. */
  finalFocus?: RefObject<HTMLElement | null>;
  className?: string;
  children?: ReactNode;
}

/** What may have the first focus: the dialog's own content, not the cross above it. */
const CONTROL = 'input, select, textarea, button, a[href], [tabindex="0"]';

/** A modal dialog; a sheet at phone width. Focus stays inside and returns to what opened it. */
export function Dialog(props: DialogProps) {
  const {
    open,
    onClose,
    title,
    beside,
    description,
    width = 440,
    buttons,
    alert,
    className,
    children,
  } = props;
  const t = useTexts();
  const body = useRef<HTMLDivElement>(null);
  const Base = useOverlays(open)?.Dialog;
  if (!Base) {
    return null;
  }
  return (
    <Base.Root
      open={open}
      onOpenChange={(next) => !next && onClose()}
      disablePointerDismissal={alert ?? false}
    >
      <Base.Portal>
        <Base.Backdrop className="scrim" />
        <Base.Popup
          className={classes('dialog', className)}
          style={widthVariable(width)}
          data-modal
          {...(alert ? { role: 'alertdialog' } : {})}
          initialFocus={
            props.firstFocus ??
            ((by) => (by === 'touch' ? true : (body.current?.querySelector<HTMLElement>(CONTROL) ?? true)))
          }
          {...(props.finalFocus ? { finalFocus: props.finalFocus } : {})}
        >
          <div className="dialog-head">
            <Base.Title className="grow">{title}</Base.Title>
            {beside}
            <Base.Close className="ib sm" aria-label={t('close')}>
              <Icon name="close" size="s" />
            </Base.Close>
          </div>
          {description && <Base.Description className="t2">{description}</Base.Description>}
          <div className="dialog-body" ref={body}>
            {children}
          </div>
          {buttons && <div className="dialog-buttons">{buttons}</div>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

export interface ConfirmProps {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  /** For example "Log out"; `look` is red unless said otherwise. */
  confirm: Pick<ButtonProps, 'look' | 'busy'> & { label: string; run: () => void };
  /** The word that keeps everything as it is, for example "Stay". */
  stay: string;
}

/** A question with two answers. The first focus is on the one that changes nothing. */
export function Confirm({ open, onClose, title, description, confirm, stay }: ConfirmProps) {
  const harmless = useRef<HTMLButtonElement>(null);
  const { label, run, look = 'red', busy } = confirm;
  const buttons = (
    <>
      <Button ref={harmless} onClick={onClose}>
        {stay}
      </Button>
      <Button look={look} busy={busy ?? false} onClick={run}>
        {label}
      </Button>
    </>
  );
  return (
    <Dialog
      alert
      open={open}
      onClose={onClose}
      title={title}
      description={description}
      buttons={buttons}
      firstFocus={harmless}
    />
  );
}

export interface DrawerProps {
  open: boolean;
  onClose: () => void;
  /** The accessible name. */
  label: string;
  side?: 'left' | 'right';
  /** Modal drawers dim what is behind; a drawer beside work does not. */
  modal?: boolean;
  width?: number;
  children: ReactNode;
}

/** A pane that slides over the others from the side. Esc closes it; a cross is the caller's. */
export function Drawer({
  open,
  onClose,
  label,
  side = 'right',
  modal = false,
  width,
  children,
}: DrawerProps) {
  const Base = useOverlays(open)?.Dialog;
  if (!Base) {
    return null;
  }
  return (
    <Base.Root
      open={open}
      onOpenChange={(next) => !next && onClose()}
      modal={modal}
      disablePointerDismissal={!modal}
    >
      <Base.Portal>
        {modal && <Base.Backdrop className="scrim" />}
        <Base.Popup
          className={`drawer ${side}`}
          aria-label={label}
          style={widthVariable(width)}
          data-modal={modal || undefined}
        >
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
