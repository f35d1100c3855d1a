import { useState } from 'react';
import { request } from '../../../foundation/http';
import { AnswerPane, notSaved, useAnswer } from '../../../shell';
import { Button, EmptyState, Time } from '../../../ui';
import type { Fault } from '../mail/mail';
import { useTexts } from '../texts';

/** Work that failed every time, as `GET /parked` gives it. */
interface Parked {
  id: string;
  what: 'timer' | 'event' | 'letter';
  name: string;
  subject: string;
  attempts: number;
  error: string;
  parked_at: string;
}

interface ParkedList {
  items: readonly Parked[];
}

interface ParkedRowProps {
  of: Parked;
  onChange: (list: ParkedList) => void;
}

function ParkedRow({ of, onChange }: ParkedRowProps) {
  const t = useTexts();
  const [busy, setBusy] = useState(false);
  const { id, what, name, subject, attempts, error, parked_at } = of;
  const retry = async () => {
    setBusy(true);
    try {
      onChange(await request<ParkedList>('POST', `/parked/${encodeURIComponent(id)}/retry`));
    } catch (failure) {
      notSaved(failure);
      setBusy(false);
    }
  };
  return (
    <li className="settings-line">
      <div className="grow">
        <div className="m act-words">
          {t(`parked_${what}`)}: {what === 'letter' ? <Time at={name} style="moment" /> : name}
        </div>
        <div className="sm t2 act-words">
          {what === 'letter' ? t(`mail_fault_${error as Fault | 'mail_not_set_up'}`) : error}
        </div>
        <div className="sm t3 act-words">
          {t('parked_attempts', { count: attempts })} · <Time at={parked_at} style="moment" /> · {subject}
        </div>
      </div>
      <Button
        size="s"
        aria-label={t('parked_retry_name', { name })}
        busy={busy && t('saving')}
        onClick={retry}
      >
        {t('parked_retry')}
      </Button>
    </li>
  );
}

/** What Hovor gave up after many attempts: it waits here, is not lost, and can be tried again. */
export function ParkedWork() {
  const t = useTexts();
  const parked = useAnswer<ParkedList>('/parked');
  return (
    <>
      <div className="row settings-title">
        <div className="grow">
          <h2>{t('section_parked')}</h2>
          <p className="t2">{t('parked_hint')}</p>
        </div>
        <Button icon="refresh" onClick={parked.again}>
          {t('look_again')}
        </Button>
      </div>
      <AnswerPane of={parked}>
        {({ items }) =>
          items.length > 0 ? (
            <ul className="card" aria-label={t('section_parked')}>
              {items.map((one) => (
                <ParkedRow key={one.id} of={one} onChange={parked.replace} />
              ))}
            </ul>
          ) : (
            <EmptyState icon="tick" title={t('nothing_parked')}>
              {t('nothing_parked_hint')}
            </EmptyState>
          )
        }
      </AnswerPane>
    </>
  );
}
