import { type RefObject, useState } from 'react';
import type { ConversationView } from '../../../../shared/api/views';
import { useDesk, useWorkspace } from '../../foundation/desk/context';
import { helpsIn, isMine } from '../../foundation/workspace/lines';
import { atWork } from '../../foundation/workspace/lists';
import { Button, Time } from '../../ui';
import { Composer, type Sender } from '../messaging/composer/composer';
import { MoreWays } from '../resting/more-ways';
import { RestStrip, restOf } from '../resting/rest-strip';
import { WaitingStrip } from '../routing/waiting-strip';
import { goToNextOfMine } from './after-end';
import { EndDialog } from './end-button';
import { EndingFields, useEnding } from './ending-fields';
import { useTexts } from './texts';
import { continueConversation, finishWrapUp, takeOver } from './verbs';

const NOBODYS = new Set(['new', 'with_bot', 'queued', 'offered', 'rescue']);

/** What can be done at the lower end: write, take, finish, or go on with what has ended. */
export function Foot({
  conversation,
  area,
}: {
  conversation: ConversationView;
  area: RefObject<HTMLTextAreaElement | null>;
}) {
  const own = useWorkspace((workspace) => isMine(workspace, conversation));
  const helps = useWorkspace((workspace) => helpsIn(workspace, conversation));
  const { state } = conversation;
  if (state === 'closed') {
    return <EndedStrip conversation={conversation} />;
  }
  if (NOBODYS.has(state)) {
    return <WaitingStrip conversation={conversation} />;
  }
  if (own && state === 'wrap_up') {
    return <WrapUpStrip key={conversation.id} conversation={conversation} />;
  }
  if (!own && !helps) {
    return <ColleaguesStrip conversation={conversation} />;
  }
  const rest = restOf(conversation);
  const ways = own
    ? (sender: Sender) => (
        <MoreWays
          conversation={conversation}
          sender={sender}
          ending={(close) => <EndDialog conversation={conversation} onClose={close} />}
        />
      )
    : undefined;
  return (
    <>
      {own && rest && <RestStrip conversation={conversation} rest={rest} />}
      <Composer
        conversation={conversation}
        area={area}
        notesOnly={state === 'wrap_up'}
        {...(ways ? { beside: ways } : {})}
      />
    </>
  );
}

function EndedStrip({ conversation }: { conversation: ConversationView }) {
  const t = useTexts();
  const [busy, setBusy] = useState(false);
  const outcome = useWorkspace(
    ({ outcomes }) => outcomes.find(({ id }) => id === conversation.outcome_id)?.name,
  );
  const goOn = async () => {
    setBusy(true);
    await continueConversation(conversation.id);
    setBusy(false);
  };
  return (
    <div className="foot-strip">
      <span className="grow t2">
        {t.rich('ended_at', {
          time: <Time at={conversation.ended_at ?? conversation.closed_at ?? ''} style="moment" />,
        })}
        {outcome && <span className="sm t3 mi-words">{outcome}</span>}
      </span>
      <Button look="primary" icon="reply" busy={busy && t('continuing')} onClick={goOn}>
        {t('continue')}
      </Button>
    </div>
  );
}

function WrapUpStrip({ conversation }: { conversation: ConversationView }) {
  const t = useTexts();
  const desk = useDesk();
  const others = useWorkspace(atWork).filter(({ id }) => id !== conversation.id);
  const ending = useEnding(conversation);
  const [busy, setBusy] = useState(false);
  const done = async () => {
    setBusy(true);
    const closed = await finishWrapUp(desk, conversation.id, ending.said());
    setBusy(false);
    if (closed === 'outcome_required') {
      ending.demandOutcome();
    } else if (closed !== 'failed') {
      goToNextOfMine(closed, others);
    }
  };
  return (
    <section className="foot-strip wrap-up" aria-label={t('wrap_up')}>
      <div className="row">
        <h3 className="grow">{t('wrap_up')}</h3>
        {conversation.wrap_up_until && (
          <span className="sm t2 num" role="timer" aria-live="off">
            <Time at={conversation.wrap_up_until} style="left" />
          </span>
        )}
      </div>
      <EndingFields conversation={conversation} ending={ending} />
      <div className="row">
        <span className="grow sm t3">{t('wrap_up_hint')}</span>
        <Button look="primary" busy={busy && t('finishing')} onClick={done}>
          {t('done')}
        </Button>
      </div>
    </section>
  );
}

function ColleaguesStrip({ conversation }: { conversation: ConversationView }) {
  const t = useTexts();
  const desk = useDesk();
  const me = useWorkspace((workspace) => workspace.me);
  const [busy, setBusy] = useState(false);
  const take = async () => {
    setBusy(true);
    await takeOver(desk, conversation.id, me.id);
    setBusy(false);
  };
  return (
    <div className="foot-strip">
      <span className="grow t2">{t('colleague_has_it', { name: conversation.owner_name ?? '' })}</span>
      {me.role !== 'operator' && conversation.state !== 'wrap_up' && (
        <Button busy={busy && t('taking_over')} onClick={take}>
          {t('take_over')}
        </Button>
      )}
    </div>
  );
}
