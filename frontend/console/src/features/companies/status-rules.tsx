import { useState } from 'react';
import { request } from '../../foundation/http';
import { AnswerPane, notSaved } from '../../shell';
import { ExplainedSwitch, Select } from '../../ui';
import { useTexts } from './texts';
import { useLiveAnswer } from './use-live-answer';

/** The part of `/company` that is set here. */
interface Company {
  settings: {
    status_after_sign_in: 'online' | 'away' | 'as_left';
    inactive_after_minutes: number;
    missed_offers_before_away: number;
  };
}

const BEGINNINGS = ['online', 'away', 'as_left'] as const;
/** So many in a row when the rule is switched on. */
const MISSED = 2;
const MINUTES = [0, 5, 10, 15, 20, 30, 45, 60, 90, 120] as const;

/** What happens to the status without anybody choosing it: at sign-in, and when nobody is there. */
export function StatusRules() {
  const t = useTexts();
  const company = useLiveAnswer<Company>('/company', ['settings']);
  const [saving, setSaving] = useState(false);
  const set = async (settings: Partial<Company['settings']>) => {
    setSaving(true);
    try {
      company.replace(await request<Company>('PATCH', '/company', { body: { settings } }));
    } catch (failure) {
      notSaved(failure);
    } finally {
      setSaving(false);
    }
  };
  return (
    <AnswerPane of={company}>
      {({
        settings: { status_after_sign_in, inactive_after_minutes, missed_offers_before_away: missed },
      }) => (
        <section className="card" aria-label={t('status_rules')} aria-busy={saving || undefined}>
          <div className="settings-line">
            <label className="grow" htmlFor="after-sign-in">
              <span className="m block">{t('after_sign_in')}</span>
              <span className="sm t3">{t('after_sign_in_hint')}</span>
            </label>
            <Select
              id="after-sign-in"
              className="rule-choice"
              options={BEGINNINGS.map((value) => ({ value, label: t(`begin_${value}`) }))}
              value={status_after_sign_in}
              onChange={(value) => set({ status_after_sign_in: value })}
            />
          </div>
          <div className="settings-line">
            <ExplainedSwitch
              label={t('missed_rule')}
              hint={missed > 0 ? t('missed_rule_hint', { count: missed }) : t('missed_rule_off')}
              on={missed > 0}
              onChange={(on) => set({ missed_offers_before_away: on ? MISSED : 0 })}
              saving={saving}
            />
          </div>
          <div className="settings-line">
            <label className="grow" htmlFor="inactive-after">
              <span className="m block">{t('inactive')}</span>
              <span className="sm t3">{t('inactive_hint')}</span>
            </label>
            <Select
              id="inactive-after"
              className="rule-choice"
              options={[...new Set([...MINUTES, inactive_after_minutes])]
                .sort((one, other) => one - other)
                .map((minutes) => ({
                  value: String(minutes),
                  label: minutes === 0 ? t('never') : t('after_minutes', { minutes }),
                }))}
              value={String(inactive_after_minutes)}
              onChange={(value) => set({ inactive_after_minutes: Number(value) })}
            />
          </div>
        </section>
      )}
    </AnswerPane>
  );
}
