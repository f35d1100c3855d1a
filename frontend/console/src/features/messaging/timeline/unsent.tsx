import { useDesk } from '../../../foundation/desk/context';
import type { Shown } from '../../../foundation/outbox/outbox';
import { classes, Icon, Time } from '../../../ui';
import { useTexts } from '../texts';
import { Files } from './files';
import { Note } from './note';
import type { Place } from './rows';
import { SaidText } from './said-text';
import { TickMark } from './tick-mark';

const REFUSALS = [
  'text_too_long',
  'conversation_over',
  'not_yours',
  'file_unknown',
  'window_closed',
] as const;

/** Why the server does not want a message, in words. */
function useRefusalWords(): (code: string) => string {
  const t = useTexts();
  return (code) => {
    const known = REFUSALS.find((refusal) => refusal === code);
    return known ? t(`refused_${known}`) : t('refused_otherwise', { code });
  };
}

function Refused({ item, onEdit }: { item: Shown; onEdit: (item: Shown) => void }) {
  const t = useTexts();
  const { outbox } = useDesk();
  const words = useRefusalWords();
  return (
    <span className="fail row g2 wrap">
      <Icon name="warning" size="s" />
      {words(item.refused ?? '')}
      <button type="button" className="link" onClick={() => outbox.resend(item.ref)}>
        {t('send_again')}
      </button>
      <span aria-hidden="true">·</span>
      <button type="button" className="link" onClick={() => onEdit(item)}>
        {t('edit')}
      </button>
    </span>
  );
}

export interface UnsentProps {
  item: Shown;
  place: Place;
  me: string;
  onEdit: (item: Shown) => void;
}

/** Something said here that the timeline does not have yet: it waits, is on its way, or was refused. */
export function Unsent({ item, place, me, onEdit }: UnsentProps) {
  const state =
    item.state === 'refused' ? (
      <Refused item={item} onEdit={onEdit} />
    ) : (
      <TickMark tick={item.state === 'taken' ? 'on_its_way' : 'waiting'} />
    );
  if (item.kind === 'note') {
    return (
      <Note author={me} at={item.at} text={item.text} files={item.files}>
        {state}
      </Note>
    );
  }
  return (
    <div className={classes('msg', 'out', !place.first && 'cont')}>
      {item.text && (
        <div className="bub">
          <SaidText text={item.text} />
        </div>
      )}
      <Files files={item.files} from={me} />
      {(place.last || item.state === 'refused') && (
        <div className="meta">
          <Time at={item.at} style="clock" />
          {state}
        </div>
      )}
    </div>
  );
}
