import './why.css';
import { useState } from 'react';
import type { ConversationView } from '../../../../shared/api/views';
import { Button, ChannelTile, Drawer, IconButton, Loading, SkeletonRows, Time } from '../../ui';
import { nameIn } from '../clients/client-name';
import { ServiceTarget } from './service-target';
import { useTexts } from './texts';
import { useExplanation } from './use-explanation';
import { WhatYouCanDo } from './why-actions';
import { WhoCould } from './why-people';
import { Happenings } from './why-times';
import { listWords, type WaitsExplanation, waitsWords } from './why-waits-facts';

const HIGH = 1;
const URGENT = 2;

export interface WhyWaitsProps {
  conversation: ConversationView;
  onClose: () => void;
}

/** The client, how long, and the answer in one sentence. */
function Answer({
  conversation,
  data,
}: {
  conversation: ConversationView;
  data: WaitsExplanation | undefined;
}) {
  const t = useTexts();
  const { channel_kind, channel_name, queue_name, opened_at, service_target_seconds, priority } =
    conversation;
  const facts = [
    channel_name,
    queue_name,
    priority === URGENT && t('is_urgent'),
    priority === HIGH && t('is_high'),
  ];
  return (
    <>
      <div className="row why-client">
        <ChannelTile kind={channel_kind} size="l" />
        <div className="grow">
          <div className="b why-name">{nameIn(conversation)}</div>
          <div className="sm t3">{facts.filter(Boolean).join(' · ')}</div>
        </div>
        <div className="why-time">
          <Time at={opened_at} style="running" />
          <ServiceTarget since={opened_at} seconds={service_target_seconds} />
        </div>
      </div>
      <p className="why-sentence" role="status">
        {data && waitsWords(data, conversation.offered_to?.name ?? null)}
      </p>
      {data && data.asked.length > 0 && (
        <p className="t2">
          {t('why_asked', { skills: listWords(data.asked.map(({ skill, level }) => `${skill} ${level}`)) })}
        </p>
      )}
    </>
  );
}

/** From what it is answered: the last decision on record, and when that was asked. */
function Foot({ data, checked }: { data: WaitsExplanation; checked: number }) {
  const t = useTexts();
  const [last] = data.items;
  return (
    <p className="sm t3 why-foot">
      {last && (
        <>
          {t.rich('from_decision', {
            time: <Time at={last.at} style="exact" />,
            version: last.policy_version,
          })}{' '}
        </>
      )}
      {t.rich('checked_at', { time: <Time at={checked} style="exact" /> })}
    </p>
  );
}

/** The button that opened it goes with the waiting: what is left is the conversation. */
function goToConversation(): void {
  requestAnimationFrame(() => document.getElementById('main')?.focus());
}

/** Answers "Why does this one wait?" from the recorded decision, and follows what happens while it is open. */
export function WhyWaits({ conversation, onClose }: WhyWaitsProps) {
  const t = useTexts();
  const { data, isPending, isError, dataUpdatedAt, refetch } = useExplanation(conversation.id);
  return (
    <Drawer open onClose={onClose} label={t('why_waits')} side="right" modal={false} width={452}>
      <div className="why-drawer">
        <div className="h">
          <h2 className="grow">{t('why_waits')}</h2>
          <IconButton icon="refresh" size="s" label={t('check_again')} onClick={() => refetch()} />
          <IconButton icon="close" size="s" label={t('close')} onClick={onClose} />
        </div>
        <section className="why-part" aria-label={nameIn(conversation)}>
          <Answer conversation={conversation} data={data} />
          {isPending && (
            <Loading label={t('checking')}>
              <SkeletonRows count={4} />
            </Loading>
          )}
          {isError && <p className="t2">{t('why_failed')}</p>}
        </section>
        {data?.now && <WhoCould now={data.now} happened={data.happened} />}
        {data && <Happenings {...data} conversation={conversation} />}
        {data?.place && <WhatYouCanDo conversation={conversation} data={data} onDone={goToConversation} />}
        {data && <Foot data={data} checked={dataUpdatedAt} />}
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
