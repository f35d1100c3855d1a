import { useEffect, useState, useSyncExternalStore } from 'react';
import { Button, IconButton } from './button';
import { ChannelTile } from './channel';
import { Icon } from './icon';
import { useTexts } from './texts';
import { dismissToast, shownToasts, type ToastShown, whenToastsChange } from './toast-queue';

export { dismissToast, type ToastContent, toast } from './toast-queue';

/** How long a toast without an action stays, in milliseconds; the count starts anew after a hover or focus. */
const STAY_MILLISECONDS = 6000;

function ToastCard({ toast }: { toast: ToastShown }) {
  const t = useTexts();
  const [held, setHeld] = useState(false);
  const stays = held || toast.action !== undefined;
  useEffect(() => {
    if (stays) {
      return;
    }
    const timer = setTimeout(() => dismissToast(toast.id), STAY_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [stays, toast.id]);
  const { title, body, icon, channel, action, tone = 'status' } = toast;
  const answer = () => {
    dismissToast(toast.id);
    action?.run();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering and focusing only hold it on the screen
    <div
      className="toast"
      role={tone}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {channel ? <ChannelTile kind={channel} /> : icon && <span className="ch">{<Icon name={icon} />}</span>}
      <div className="grow">
        <div className="b">{title}</div>
        {body && <div className="t2">{body}</div>}
        {action && (
          <div className="row toast-action">
            <Button size="s" look="primary" onClick={answer}>
              {action.label}
            </Button>
          </div>
        )}
      </div>
      <IconButton
        icon="close"
        iconSize="s"
        size="s"
        label={t('dismiss')}
        onClick={() => dismissToast(toast.id)}
      />
    </div>
  );
}

/** The place of all toasts; stands once in the console. */
export function Toasts() {
  const shown = useSyncExternalStore(whenToastsChange, shownToasts);
  return (
    <div className="toasts">
      {shown.map((one) => (
        <ToastCard key={one.id} toast={one} />
      ))}
    </div>
  );
}
