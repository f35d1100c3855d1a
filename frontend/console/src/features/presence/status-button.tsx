import type { ComponentProps } from 'react';
import { useWorkspace } from '../../foundation/desk/context';
import { Avatar, Icon, Time } from '../../ui';
import { presenceOf, spokenStatus, statusWord } from './status-words';
import { useTexts } from './texts';

/** The button in the corner: who, which status and since when. Opens the status menu, which gives it the rest. */
export function StatusButton(opening: ComponentProps<'button'>) {
  const t = useTexts();
  const me = useWorkspace((workspace) => workspace.me);
  const status = useWorkspace((workspace) => workspace.status);
  const reasons = useWorkspace((workspace) => workspace.away_reasons);
  const word = statusWord(t, status, reasons);
  const next = status.next && statusWord(t, status.next, reasons);
  return (
    <button
      type="button"
      className="prof"
      aria-label={t('status_name', { status: spokenStatus(t, status, reasons), name: me.name })}
      {...opening}
    >
      <Avatar name={me.name} colourBy={me.id} picture={me.picture} presence={presenceOf(status)} />
      <span className="hide-sm">
        <span className="nm">{me.name}</span>
        <br />
        <span className="st num">
          {next ? t('then', { status: word, next }) : word} · <Time at={status.since} style="lasting" />
        </span>
      </span>
      <span className="hide-sm">
        <Icon name="down" size="xs" />
      </span>
    </button>
  );
}
