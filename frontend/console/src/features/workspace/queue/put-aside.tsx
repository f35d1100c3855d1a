import { useId, useState } from 'react';
import type { ConversationView, Id } from '../../../../../shared/api/views';
import { conversationPath, Link } from '../../../shell';
import { Avatar, classes, Icon, Time, timeWords, useKindName } from '../../../ui';
import { nameIn } from '../../clients/client-name';
import { useTexts } from '../texts';

const STORED = 'hovor.put_aside';

export interface PutAsideProps {
  conversations: readonly ConversationView[];
  currentId: Id | null;
  /** Somebody looks for something: all of it is shown. */
  filtered: boolean;
}

/** What is snoozed or waits for its client: in nobody's way, and never lost. Open or shut as this device was left. */
export function PutAside({ conversations, currentId, filtered }: PutAsideProps) {
  const t = useTexts();
  const list = useId();
  const [chosen, setChosen] = useState(() => localStorage.getItem(STORED) === 'open');
  const open = chosen || filtered;
  const toggle = () => {
    localStorage.setItem(STORED, chosen ? 'shut' : 'open');
    setChosen(!chosen);
  };
  const next = conversations[0]?.snoozed_until;
  if (conversations.length === 0) {
    return null;
  }
  return (
    <>
      <h3 className="qsec">
        <button
          type="button"
          className="qsec-toggle"
          aria-expanded={open}
          aria-controls={open ? list : undefined}
          onClick={toggle}
        >
          <Icon name={open ? 'down' : 'right'} size="xs" />
          {t('put_aside')} <span className="cnt">{conversations.length}</span>
        </button>
        {!open && next && (
          <span className="end t3 qsec-order row g2">
            <Icon name="moon" size="xs" />
            <Time at={next} style="moment" />
          </span>
        )}
      </h3>
      {open && (
        <ul id={list}>
          {conversations.map((each) => (
            <li key={each.id}>
              <PutAsideRow conversation={each} current={each.id === currentId} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function PutAsideRow({ conversation, current }: { conversation: ConversationView; current: boolean }) {
  const t = useTexts();
  const kindName = useKindName();
  const { id, client, channel_kind, snoozed_until, state_since } = conversation;
  const name = nameIn(conversation);
  const words = { name, channel: kindName(channel_kind) };
  return (
    <Link
      to={conversationPath(id)}
      className={classes('qi', 'aside')}
      aria-current={current ? 'true' : undefined}
      aria-label={
        snoozed_until
          ? t('row_snoozed', { ...words, time: timeWords(snoozed_until, 'moment') })
          : t('row_waits', words)
      }
      data-row={id}
    >
      <Avatar name={name} colourBy={client.id} channel={channel_kind} />
      <span className="qi-words">
        <span className="n">
          <span className="ell">{name}</span>
        </span>
        <span className="d">
          <Icon name={snoozed_until ? 'moon' : 'clock'} size="xs" />
          <span className="ell">
            {snoozed_until
              ? t.rich('snoozed_until', { time: <Time at={snoozed_until} style="moment" /> })
              : t('waits_for_client')}
          </span>
        </span>
      </span>
      <span className="r">{!snoozed_until && <Time at={state_since} style="past" />}</span>
    </Link>
  );
}
