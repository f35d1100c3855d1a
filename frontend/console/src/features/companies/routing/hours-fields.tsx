import { Button, Checkbox, IconButton, TextField } from '../../../ui';
import { useTexts } from '../texts';
import type { Hours } from './routing';

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
  const rows = hours ?? [];
  const put = (place: number, changes: Partial<Hours>) =>
    onChange(rows.map((row, at) => (at === place ? { ...row, ...changes } : row)));
  return (
    <fieldset className="routing-rows">
      <legend className="lbl">{t('hours')}</legend>
      <p className="sm t3">{t(hours === null ? 'hours_always' : 'hours_hint')}</p>
      {rows.map((row, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows have no names and never change their places
        <fieldset className="routing-row" key={place}>
          <legend className="sr">{t('hours_row', { number: place + 1 })}</legend>
          <div className="routing-days">
            {DAYS.map((day) => (
              <Checkbox
                key={day}
                checked={row.days.includes(day)}
                onChange={(on) =>
                  put(place, {
                    days: DAYS.filter((one) => (one === day ? on : row.days.includes(one))),
                  })
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
            onChange={(opens) => put(place, { opens })}
          />
          <TextField
            label={t('closes')}
            value={row.closes}
            placeholder="16:00"
            onChange={(closes) => put(place, { closes })}
          />
          <IconButton
            icon="trash"
            label={t('remove_hours', { number: place + 1 })}
            onClick={() => onChange(rows.length > 1 ? rows.filter((_, at) => at !== place) : null)}
          />
        </fieldset>
      ))}
      <div>
        <Button size="s" icon="plus" onClick={() => onChange([...rows, USUAL])}>
          {t('add_hours')}
        </Button>
      </div>
    </fieldset>
  );
}
