import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import type { WhenUsedUp } from '../../../../shared/api/views';
import { refusalWords } from '../../shell';
import { Banner, Button, Checkbox, Select, SelectField, TextField, useDraft, useFields } from '../../ui';
import { type AwayReason, COLOURS, type Colour, REASON_ICONS, saveReason } from './away-reasons';
import { texts, useTexts } from './texts';

const RULES = {
  name: (value: string) => (value.trim() ? null : texts('reason_missing')),
  minutes: (value: string) =>
    value.trim() === '' || /^([1-9]\d{0,2}|1[0-3]\d\d|14[0-3]\d|1440)$/.test(value.trim())
      ? null
      : texts('minutes_wrong'),
};

const USED_UP = ['mark', 'refuse', 'change'] as const;

interface RuleChooserProps {
  value: WhenUsedUp;
  onChange: (value: WhenUsedUp) => void;
  changeTo: string;
  onChangeTo: (id: string) => void;
  others: readonly AwayReason[];
}

/** What happens when the day's allowance is used up. */
function RuleChooser({ value, onChange, changeTo, onChangeTo, others }: RuleChooserProps) {
  const t = useTexts();
  const ids = useId();
  return (
    <fieldset className="used-up">
      <legend>{t('when_allowance_runs_out')}</legend>
      {USED_UP.filter((rule) => rule !== 'change' || others.length > 0).map((rule) => (
        <div key={rule} className="used-up-rule" data-chosen={rule === value || undefined}>
          <input
            type="radio"
            id={`${ids}-${rule}`}
            name={ids}
            checked={rule === value}
            aria-describedby={`${ids}-${rule}-hint`}
            onChange={() => onChange(rule)}
          />
          <span className="grow">
            <label className="m" htmlFor={`${ids}-${rule}`}>
              {t(`used_up_${rule}`)}
            </label>
            <span className="sm t2 block" id={`${ids}-${rule}-hint`}>
              {t(`used_up_${rule}_hint`)}
            </span>
          </span>
          {rule === 'change' && (
            <Select
              aria-label={t('change_to')}
              options={others.map(({ id, name }) => ({ value: id, label: name }))}
              value={changeTo}
              onChange={(id) => {
                onChangeTo(id);
                onChange('change');
              }}
            />
          )}
        </div>
      ))}
    </fieldset>
  );
}

export interface AwayReasonFormProps {
  /** Null adds one. */
  reason: AwayReason | null;
  /** All that can be chosen now. */
  others: readonly AwayReason[];
  onClose: () => void;
  onSaved: () => void;
}

interface Look {
  colour: Colour;
  icon: string;
  paid: boolean;
  rule: WhenUsedUp;
  changeTo: string;
}

function useReasonForm({ reason, others: all, onSaved }: AwayReasonFormProps) {
  const t = useTexts();
  const others = all.filter(({ id }) => id !== reason?.id);
  const minutes = reason?.allowance.minutes;
  const { values, bind, check } = useFields(
    { name: reason?.name ?? '', minutes: minutes ? String(minutes) : '' },
    RULES,
  );
  const [look, changeLook] = useDraft<Look>({
    colour: reason?.colour ?? 'grey',
    icon: reason?.icon ?? 'clock',
    paid: reason?.paid ?? false,
    rule: reason?.allowance.when_used_up ?? 'mark',
    changeTo: reason?.allowance.change_to_id ?? others[0]?.id ?? '',
  });
  const { colour, icon, paid, rule, changeTo } = look;
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || check(['name', 'minutes'])) {
      return;
    }
    setBusy(true);
    setFault(null);
    const limit = values.minutes.trim() ? Number(values.minutes) : null;
    const changes = limit !== null && rule === 'change';
    const kept = limit === null ? 'mark' : rule;
    const allowance = { minutes: limit, when_used_up: kept, change_to_id: changes ? changeTo : null };
    try {
      await saveReason(reason?.id ?? null, { name: values.name.trim(), icon, colour, paid, allowance });
      onSaved();
    } catch (failure) {
      setFault(refusalWords(failure) ?? t('not_saved'));
      setBusy(false);
    }
  };
  const chooser = {
    value: rule,
    onChange: (chosen: WhenUsedUp) => changeLook({ rule: chosen }),
    changeTo,
    onChangeTo: (id: string) => changeLook({ changeTo: id }),
    others,
  };
  return { values, bind, look, changeLook, chooser, busy, fault, submit };
}

/** One away reason, below the list: name, looks, and the allowance with its rule. */
export function AwayReasonForm(props: AwayReasonFormProps) {
  const t = useTexts();
  const { reason, onClose } = props;
  const form = useReasonForm(props);
  const element = useRef<HTMLFormElement>(null);
  useEffect(() => element.current?.querySelector('input')?.focus(), []);
  const title = reason ? t('edit_reason', { name: reason.name }) : t('add_reason');
  return (
    <form className="card" ref={element} onSubmit={form.submit} aria-labelledby="reason-form" noValidate>
      <div className="h">
        <h3 id="reason-form" className="grow">
          {title}
        </h3>
        <Button size="s" look="quiet" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button size="s" look="primary" type="submit" busy={form.busy && t('saving')}>
          {t('save')}
        </Button>
      </div>
      {form.fault && (
        <div className="reason-fault">
          <Banner tone="bad" icon="warning" role="alert">
            {form.fault}
          </Banner>
        </div>
      )}
      <div className="reason-fields">
        <div className="settings-form">
          <TextField label={t('reason_name')} maxLength={120} {...form.bind('name')} />
          <div className="reason-pair">
            <TextField
              label={t('allowance_a_day')}
              hint={t('allowance_hint')}
              inputMode="numeric"
              {...form.bind('minutes')}
            />
            <SelectField
              label={t('reason_colour')}
              options={COLOURS.map((value) => ({ value, label: t(`colour_${value}`) }))}
              value={form.look.colour}
              onChange={(colour) => form.changeLook({ colour })}
            />
            <SelectField
              label={t('reason_icon')}
              options={REASON_ICONS.map((value) => ({ value, label: t(`icon_${value}`) }))}
              value={form.look.icon}
              onChange={(icon) => form.changeLook({ icon })}
            />
          </div>
          <Checkbox checked={form.look.paid} onChange={(paid) => form.changeLook({ paid })}>
            {t('paid_time')}
          </Checkbox>
        </div>
        {form.values.minutes.trim() !== '' && <RuleChooser {...form.chooser} />}
      </div>
    </form>
  );
}
