import './snooze.css';
import { type FormEvent, useId, useState } from 'react';
import type { ConversationView } from '../../../../shared/api/views';
import { useDesk } from '../../foundation/desk/context';
import { Button, Dialog, Icon, now, Time } from '../../ui';
import { dayOf, momentOf, snoozeTimes, wrongTime } from './snooze-times';
import { useTexts } from './texts';
import { snooze } from './verbs';

export interface SnoozeDialogProps {
  conversation: ConversationView;
  /** Runs before it is snoozed: what was written goes first. */
  before?: (() => unknown) | undefined;
  onClose: () => void;
}

/** Until when: a press on a time does it, or a day and a time of one's own. */
export function SnoozeDialog({ conversation, before, onClose }: SnoozeDialogProps) {
  const t = useTexts();
  const desk = useDesk();
  const id = useId();
  const [opened] = useState(now);
  const [fields, setFields] = useState({ day: dayOf(opened + 24 * 3_600_000), time: '09:00' });
  const [wrong, setWrong] = useState<'time_past' | 'time_too_far' | null>(null);
  const [busy, setBusy] = useState(false);
  const put = async (until: number) => {
    setBusy(true);
    await before?.();
    const done = await snooze(desk, conversation.id, until);
    setBusy(false);
    if (done) {
      onClose();
    }
  };
  const choose = (event: FormEvent) => {
    event.preventDefault();
    const until = momentOf(fields.day, fields.time);
    const found = wrongTime(until, now());
    setWrong(found);
    if (until !== null && found === null && !busy) {
      put(until);
    }
  };
  const change = (changes: Partial<typeof fields>) => {
    setWrong(null);
    setFields((held) => ({ ...held, ...changes }));
  };
  const described = { 'aria-describedby': `${id}-below`, 'aria-invalid': wrong ? true : undefined } as const;
  return (
    <Dialog open onClose={onClose} title={t('snooze_title')} description={t('snooze_hint')} width={420}>
      <ul className="snooze-times">
        {snoozeTimes(opened).map(({ name, at }) => (
          <li key={name}>
            <Button block look="quiet" busy={busy && t('snoozing')} onClick={() => put(at)}>
              <span className="grow">{t(name)}</span>
              <span className="t3 num">
                <Time at={at} style={name === 'hour' || name === 'later' ? 'clock' : 'moment'} />
              </span>
            </Button>
          </li>
        ))}
      </ul>
      <form className="field" onSubmit={choose} noValidate>
        <label htmlFor={id}>{t('or_choose')}</label>
        <div className="snooze-own">
          <input
            {...described}
            id={id}
            className="inp num"
            type="date"
            aria-label={t('date')}
            value={fields.day}
            onChange={({ target }) => change({ day: target.value })}
          />
          <input
            {...described}
            className="inp num"
            type="time"
            aria-label={t('day_time')}
            value={fields.time}
            onChange={({ target }) => change({ time: target.value })}
          />
          <Button look="primary" type="submit" busy={busy && t('snoozing')}>
            {t('snooze')}
          </Button>
        </div>
        <span className={wrong ? 'err' : 'hint'} id={`${id}-below`} role="status">
          {wrong && (
            <>
              <Icon name="warning" size="xs" />
              {t(wrong)}
            </>
          )}
        </span>
      </form>
    </Dialog>
  );
}
