import { Checkbox, TextField } from '../../../ui';
import { useTexts } from '../texts';
import type { Hours } from './routing';
import { Rows } from './rows';

const DAYS = [1, 2, 3, 4, 5, 6, 7];
const USUAL: Hours = { days: [1, 2, 3, 4, 5], opens: '08:00', closes: '16:00' };
/** A Monday, from which the names of the days are made. */
const MONDAY = Date.UTC(2024, 0, 1);
const A_DAY = 86_400_000;

const dayName = (day: number, language: string) =>
  new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format(MONDAY + (day - 1) * A_DAY);

export interface HoursFieldsProps {
  hours: readonly Hours[] | null;
  onChange: (hours: readonly Hours[] | null) => void;
}

/** Always open, or on some days from one time until another. */
export function HoursFields({ hours, onChange }: HoursFieldsProps) {
  const t = useTexts();
  const language = document.documentElement.lang || 'en';
  return (
    <Rows
      legend={t('hours')}
      hint={t(hours === null ? 'hours_always' : 'hours_hint')}
      rows={hours ?? []}
      onChange={(rows) => onChange(rows.length > 0 ? rows : null)}
      name={(number) => t('hours_row', { number })}
      removeName={(number) => t('remove_hours', { number })}
      add={t('add_hours')}
      fresh={USUAL}
    >
      {(row, put, remove) => (
        <>
          <div className="routing-days">
            {DAYS.map((day) => (
              <Checkbox
                key={day}
                checked={row.days.includes(day)}
                onChange={(on) =>
                  put({ days: DAYS.filter((one) => (one === day ? on : row.days.includes(one))) })
                }
              >
                {dayName(day, language)}
              </Checkbox>
            ))}
          </div>
          <TextField
            label={t('opens')}
            value={row.opens}
            placeholder="08:00"
            onChange={(opens) => put({ opens })}
          />
          <TextField
            label={t('closes')}
            value={row.closes}
            placeholder="16:00"
            onChange={(closes) => put({ closes })}
          />
          {remove}
        </>
      )}
    </Rows>
  );
}
