import { type ReactNode, useState } from 'react';
import type { ConversationView } from '../../../../shared/api/views';
import { Button, classes, Time, toMilliseconds, useNow } from '../../ui';
import { useTexts } from './texts';
import { folded, happeningWords, type Told, type WaitsExplanation } from './why-waits-facts';

const A_DAY = 86_400_000;
/** How it began and the latest stand there at once, the rest by a press. */
const BEGINNING = 2;
const LATEST = 8;

/** To the second within a day, with the day for what is further away. */
function Moment({ at }: { at: string }) {
  const far = useNow((now) => Math.abs(toMilliseconds(at) - now) > A_DAY / 2);
  return <Time at={at} style={far ? 'moment' : 'exact'} />;
}

interface StepProps {
  at?: string | undefined;
  tone?: 'now' | 'comes';
  children: ReactNode;
}

function Step({ at, tone, children }: StepProps) {
  return (
    <li className={classes('why-step', tone)}>
      <span className="sm t3 num why-at">{at && <Moment at={at} />}</span>
      <span className="why-dot" aria-hidden="true" />
      <span className={classes('why-what', tone === 'now' && 'b')}>{children}</span>
    </li>
  );
}

export interface HappeningsProps extends Pick<WaitsExplanation, 'happened' | 'comes' | 'place'> {
  conversation: ConversationView;
}

function Past({ told }: { told: readonly Told[] }) {
  const t = useTexts();
  const [all, setAll] = useState(false);
  const hidden = all ? 0 : Math.max(0, told.length - BEGINNING - LATEST - 1);
  const step = ({ at, words, times }: Told) => (
    <Step key={`${at} ${words}`} at={at}>
      {times > 1 ? t('happened_times', { words, count: times }) : words}
    </Step>
  );
  if (hidden === 0) {
    return told.map(step);
  }
  return (
    <>
      {told.slice(0, BEGINNING).map(step)}
      <Step>
        <Button size="s" look="quiet" onClick={() => setAll(true)}>
          {t('happened_more', { count: hidden + 1 })}
        </Button>
      </Step>
      {told.slice(-LATEST).map(step)}
    </>
  );
}

/** What happened, where it stands now, and what comes by the time alone. */
export function Happenings({ happened, comes, place, conversation }: HappeningsProps) {
  const t = useTexts();
  const standsAt = () => {
    const queue = conversation.queue_name ?? '';
    return place?.number === 1
      ? t('place_first', { queue, count: place.waiting })
      : t('place', { queue, number: place?.number ?? 0, count: place?.waiting ?? 0 });
  };
  return (
    <section className="why-part">
      <h3 id="why-times">{t('what_happened')}</h3>
      <ol className="why-times" aria-labelledby="why-times">
        <Past told={folded(happened)} />
        {place && <Step tone="now">{standsAt()}</Step>}
        {comes.map((one) => (
          <Step key={`${one.at} ${one.what}`} at={one.at} tone="comes">
            {happeningWords(one)}
          </Step>
        ))}
      </ol>
    </section>
  );
}
