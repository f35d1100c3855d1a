import { useId } from 'react';
import type { ColleagueView } from '../../../../shared/api/views';
import { useWorkspace } from '../../foundation/desk/context';
import { Avatar, Button, Chip, Time, timeWords, toMilliseconds, useNow } from '../../ui';
import { ColleagueSettings } from './colleague-settings';
import { presenceOf, spokenStatus } from './status-words';
import { useTexts } from './texts';

const MINUTE = 60_000;

function Over({ since }: { since: string }) {
  const t = useTexts();
  const minutes = useNow((at) => Math.floor((at - toMilliseconds(since)) / MINUTE));
  return minutes > 0 && <Chip tone="warn">{t('minutes_over', { minutes })}</Chip>;
}

export interface ColleagueRowProps {
  colleague: ColleagueView;
  opened: boolean;
  onToggle: () => void;
}

/** One colleague: which status since when, and for supervisors what can be done about it. */
export function ColleagueRow({ colleague, opened, onToggle }: ColleagueRowProps) {
  const t = useTexts();
  const ids = useId();
  const reasons = useWorkspace((workspace) => workspace.away_reasons);
  const may = useWorkspace(({ me }) => me.role !== 'operator' && me.id !== colleague.id);
  const { id, name, picture, status, since, back_at, reachable, on_another_call, allowance_ends_at } =
    colleague;
  return (
    <li className="colleague" aria-labelledby={`${ids}-name`}>
      <div className="row">
        <Avatar name={name} colourBy={id} picture={picture} presence={presenceOf(colleague)} />
        <div className="grow">
          <div className="m ell" id={`${ids}-name`}>
            {name}
          </div>
          <div className="sm t2">
            {spokenStatus(t, colleague, reasons)} · <Time at={since} style="lasting" />
            {back_at && ` · ${t('back_at_time_short', { time: timeWords(back_at, 'clock') })}`}
            {status === 'online' && !reachable && ` · ${t('not_reachable')}`}
            {on_another_call && ` · ${t('on_another_call')}`}
          </div>
        </div>
        {status === 'away' && allowance_ends_at && <Over since={allowance_ends_at} />}
        {may && (
          <Button
            size="s"
            aria-expanded={opened}
            aria-label={t('change_colleague_name', { name })}
            onClick={onToggle}
          >
            {t('change_colleague')}
          </Button>
        )}
      </div>
      {opened && may && <ColleagueSettings colleague={colleague} />}
    </li>
  );
}
