import { memo } from 'react';
import type { EntryView } from '../../../../../shared/api/views';
import { Avatar, classes, Time } from '../../../ui';
import { useTexts } from '../texts';
import { Files } from './files';
import type { Place } from './rows';
import { SaidText } from './said-text';
import type { Tick } from './tick';
import { TickMark } from './tick-mark';

export interface MessageProps {
  entry: EntryView;
  place: Place;
  /** Who wrote it, as he is called now, and what gives him his colour. */
  from: { readonly name: string; readonly id: string };
  tick: Tick | null;
  /** A colleague's message says by whom it is. */
  colleague: boolean;
}

/** A client's message at the left, one of ours at the right. */
export const Message = memo(function Message({ entry, place, from, tick, colleague }: MessageProps) {
  const t = useTexts();
  const incoming = entry.author.kind === 'client';
  const unsupported = entry.change?.what === 'unsupported';
  return (
    <div className={classes('msg', !incoming && 'out', !place.first && 'cont', !place.last && 'inner')}>
      {incoming && place.last && <Avatar name={from.name} colourBy={from.id} />}
      {(entry.text || unsupported) && (
        <div className="bub">
          {entry.text && <SaidText text={entry.text} />}
          {unsupported && <p className="t2">{t('unsupported')}</p>}
        </div>
      )}
      <Files files={entry.files} from={from.name} />
      {place.last && (
        <div className="meta">
          {colleague && <span>{from.name} ·</span>}
          <Time at={entry.at} style="clock" explained />
          {tick && <TickMark tick={tick} reason={entry.delivery?.reason ?? null} />}
        </div>
      )}
      {!place.last && tick === 'failed' && (
        <div className="meta">
          <TickMark tick={tick} reason={entry.delivery?.reason ?? null} />
        </div>
      )}
    </div>
  );
});
