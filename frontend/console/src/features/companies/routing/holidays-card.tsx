import { type FormEvent, useRef, useState } from 'react';
import { request } from '../../../foundation/http';
import { AnswerPane, notSaved } from '../../../shell';
import { Button, Card, calendarDay, IconButton, TextField, useFields } from '../../../ui';
import { texts, useTexts } from '../texts';
import { useLiveAnswer } from '../use-live-answer';

interface Holiday {
  readonly date: string;
  readonly name: string;
}

const RULES = {
  date: (value: string) => (/^\d{4}-\d\d-\d\d$/.test(value) ? null : texts('holiday_date_missing')),
};

/** The days on which queues with opening hours stay closed. */
export function HolidaysCard() {
  const t = useTexts();
  const company = useLiveAnswer<{ settings: { holidays: Holiday[] } }>('/company', ['settings']);
  const [busy, setBusy] = useState(false);
  const more = useRef<HTMLButtonElement>(null);
  const { values, bind, check, put } = useFields({ date: '', name: '' }, RULES);
  const keep = async (holidays: readonly Holiday[]) => {
    setBusy(true);
    try {
      await request('PATCH', '/company', { body: { settings: { holidays } } });
      company.refresh();
      put({ date: '', name: '' });
    } catch (failure) {
      notSaved(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card title={t('holidays')}>
      <AnswerPane of={company}>
        {({ settings: { holidays } }) => {
          const add = (event: FormEvent) => {
            event.preventDefault();
            if (!busy && !check(['date'])) {
              const others = holidays.filter(({ date }) => date !== values.date);
              keep(
                [...others, { date: values.date, name: values.name.trim() }].sort((one, other) =>
                  one.date < other.date ? -1 : 1,
                ),
              );
            }
          };
          return (
            <>
              <p className="sm t3 settings-line">{t('holidays_hint')}</p>
              <ul aria-label={t('holidays')}>
                {holidays.map(({ date, name }) => (
                  <li className="settings-line" key={date}>
                    <span className="grow">
                      {calendarDay(date)} <span className="t2">{name}</span>
                    </span>
                    <IconButton
                      icon="trash"
                      size="s"
                      label={t('remove_holiday', { date: calendarDay(date) })}
                      onClick={() => {
                        keep(holidays.filter((one) => one.date !== date));
                        more.current?.focus();
                      }}
                    />
                  </li>
                ))}
              </ul>
              <form className="settings-fields" onSubmit={add} noValidate>
                <TextField label={t('holiday_date')} type="date" {...bind('date')} />
                <TextField label={t('holiday_name')} maxLength={80} {...bind('name')} />
                <div className="holiday-add">
                  <Button ref={more} type="submit" icon="plus" busy={busy && t('saving')}>
                    {t('add_holiday')}
                  </Button>
                </div>
              </form>
            </>
          );
        }}
      </AnswerPane>
    </Card>
  );
}
