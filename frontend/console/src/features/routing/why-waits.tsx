import './why.css';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ConversationView } from '../../../../shared/api/views';
import { Button, Drawer, Icon, IconButton, Loading, SkeletonRows, Time } from '../../ui';
import { nameIn } from '../clients/client-name';
import { ServiceTarget } from './service-target';
import { useTexts } from './texts';
import {
  explainWaiting,
  type Happening,
  happeningWords,
  operatorWords,
  type Waits,
  waitsWords,
} from './why-waits-facts';

/** Everybody who could take it, each with a fact. */
function WhoCould({ now }: { now: Waits }) {
  const t = useTexts();
  return (
    <section className="why-part">
      <h3>{t('who_could')}</h3>
      {now.operators.length === 0 && <p className="t2">{t('who_nobody')}</p>}
      <ul>
        {now.operators.map((operator) => (
          <li className="why-fact" key={operator.operator_id}>
            <span className="dg">
              <Icon name={operator.reasons.length > 0 ? 'block' : 'clock'} size="s" />
            </span>
            <span>
              {operator.rests_until
                ? t.rich('why_rests', {
                    name: operator.name,
                    time: <Time at={operator.rests_until} style="clock" />,
                  })
                : operatorWords(operator)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface HappeningsProps {
  happened: readonly Happening[];
  comes: readonly Happening[];
}

function Happenings({ happened, comes }: HappeningsProps) {
  const t = useTexts();
  const lines = [
    ...happened.map((one) => ({ ...one, past: true })),
    ...comes.map((one) => ({ ...one, past: false })),
  ];
  return (
    <section className="why-part">
      <h3>{t('what_happened')}</h3>
      <ol className="why-times">
        {lines.map((one) => (
          <li key={`${one.at} ${one.what} ${one.name}`} data-comes={!one.past || undefined}>
            <span className="sm t3">
              <Time at={one.at} style="clock" />
            </span>
            <span>{happeningWords(one)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

export interface WhyWaitsProps {
  conversation: ConversationView;
  onClose: () => void;
}

/** Answers "Why does this one wait?" from the recorded decision. It looks only when opened or asked again. */
export function WhyWaits({ conversation, onClose }: WhyWaitsProps) {
  const t = useTexts();
  const [checked, setChecked] = useState(() => Date.now());
  const { id, channel_name, queue_name, opened_at, service_target_seconds } = conversation;
  const { data, isPending, isError } = useQuery({
    queryKey: ['why waits', id, checked],
    queryFn: ({ signal }) => explainWaiting(id, signal),
    placeholderData: (before) => before,
    gcTime: 0,
  });
  return (
    <Drawer open onClose={onClose} label={t('why_waits')} side="right" modal={false} width={450}>
      <div className="why-drawer" aria-live="polite">
        <div className="h">
          <h2 className="grow">{t('why_waits')}</h2>
          <IconButton
            icon="refresh"
            size="s"
            label={t('check_again')}
            onClick={() => setChecked(Date.now())}
          />
          <IconButton icon="close" size="s" label={t('close')} onClick={onClose} />
        </div>
        <section className="why-part">
          <div className="row">
            <div className="grow">
              <div className="m ell">{nameIn(conversation)}</div>
              <div className="sm t3">{[channel_name, queue_name].filter(Boolean).join(' · ')}</div>
            </div>
            <div className="why-time">
              <Time at={opened_at} style="running" />
              <ServiceTarget since={opened_at} seconds={service_target_seconds} />
            </div>
          </div>
          {isPending && (
            <Loading label={t('checking')}>
              <SkeletonRows count={4} />
            </Loading>
          )}
          {isError && <p className="t2">{t('why_failed')}</p>}
          {data && <p className="why-sentence">{waitsWords(data)}</p>}
          {data && data.asked.length > 0 && (
            <p className="t2">
              {t('why_asked', {
                skills: data.asked.map(({ skill, level }) => `${skill} ${level}`).join(', '),
              })}
            </p>
          )}
        </section>
        {data?.now && <WhoCould now={data.now} />}
        {data && <Happenings {...data} />}
        <p className="sm t3 why-foot">
          {t.rich('checked_at', { time: <Time at={checked} style="clock" /> })}
        </p>
      </div>
    </Drawer>
  );
}

/** Opens the answer beside the work. */
export function WhyWaitsButton({ conversation }: { conversation: ConversationView }) {
  const t = useTexts();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="quiet" icon="help" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {t('why_waits')}
      </Button>
      {open && <WhyWaits conversation={conversation} onClose={() => setOpen(false)} />}
    </>
  );
}
