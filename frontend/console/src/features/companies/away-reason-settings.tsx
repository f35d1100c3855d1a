import './away-reasons.css';
import { useState } from 'react';
import { AnswerPane, notSaved } from '../../shell';
import { Button, Chip, EmptyState, Icon, IconButton } from '../../ui';
import { AwayReasonForm } from './away-reason-form';
import { type AwayReason, type AwayReasonUse, changeReason, iconOfReason } from './away-reasons';
import { SettingsHead } from './settings-head';
import { StatusRules } from './status-rules';
import { useTexts } from './texts';
import { useLiveAnswer } from './use-live-answer';

/** In the place of an id: the one that is being added. */
const NEW = 'new';

interface ReasonProps {
  reason: AwayReason;
  /** How many operators chose it lately; absent until it is known. */
  usedBy: number | undefined;
  reasons: readonly AwayReason[];
  onEdit: () => void;
  onChanged: () => void;
}

function useChange(onChanged: () => void) {
  const [busy, setBusy] = useState(false);
  const change = async (id: string, changes: object) => {
    setBusy(true);
    try {
      await changeReason(id, changes);
      onChanged();
    } catch (failure) {
      notSaved(failure);
    } finally {
      setBusy(false);
    }
  };
  return { busy, change };
}

function useRuleWords(reason: AwayReason, reasons: readonly AwayReason[]): string {
  const t = useTexts();
  const { minutes, when_used_up, change_to_id } = reason.allowance;
  if (minutes === null) {
    return '—';
  }
  if (when_used_up === 'change') {
    const to = reasons.find(({ id }) => id === change_to_id);
    return t('change_to_reason', { reason: to?.name ?? '' });
  }
  return t(`used_up_${when_used_up}`);
}

function ReasonRow({ reason, usedBy, reasons, onEdit, onChanged }: ReasonProps) {
  const t = useTexts();
  const { busy, change } = useChange(onChanged);
  const rule = useRuleWords(reason, reasons);
  const { id, name, icon, colour, paid, allowance, place, retired } = reason;
  const last = reasons.filter((one) => !one.retired).length - 1;
  return (
    <tr aria-busy={busy || undefined}>
      <th scope="row">
        <span className="row">
          <span className={`reason-icon ${colour}`}>
            <Icon name={iconOfReason(icon)} />
          </span>
          <span className="reason-name">{name}</span>
        </span>
      </th>
      <td>
        {paid ? (
          <Chip tone="ok" icon="tick">
            {t('paid')}
          </Chip>
        ) : (
          <Chip>{t('unpaid')}</Chip>
        )}
      </td>
      <td>
        {allowance.minutes === null ? t('no_limit') : t('minutes_a_day', { minutes: allowance.minutes })}
      </td>
      <td className="t2">{rule}</td>
      <td className="t2">{usedBy !== undefined && t('used_by_operators', { count: usedBy })}</td>
      <td className="reason-verbs">
        <span className="row">
          {!retired && (
            <>
              <IconButton
                icon="up"
                size="s"
                label={t('move_up', { name })}
                disabledBecause={place === 0 && t('is_first')}
                onClick={() => change(id, { place: place - 1 })}
              />
              <IconButton
                icon="down"
                size="s"
                label={t('move_down', { name })}
                disabledBecause={place >= last && t('is_last')}
                onClick={() => change(id, { place: place + 1 })}
              />
              <IconButton icon="edit" size="s" label={t('edit_reason', { name })} onClick={onEdit} />
              <Button
                size="s"
                aria-label={t('retire_name', { name })}
                onClick={() => change(id, { retired: true })}
              >
                {t('retire')}
              </Button>
            </>
          )}
          {retired && (
            <Button
              size="s"
              aria-label={t('bring_back_name', { name })}
              onClick={() => change(id, { retired: false })}
            >
              {t('bring_back')}
            </Button>
          )}
        </span>
      </td>
    </tr>
  );
}

interface TableProps {
  caption: string;
  shown: readonly AwayReason[];
  reasons: readonly AwayReason[];
  usedBy: ReadonlyMap<string, number>;
  onEdit: (reason: AwayReason) => void;
  onChanged: () => void;
}

function ReasonTable({ caption, shown, reasons, usedBy, onEdit, onChanged }: TableProps) {
  const t = useTexts();
  return (
    <div className="card reasons">
      <table>
        <caption className="sr">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t('reason')}</th>
            <th scope="col">{t('paid')}</th>
            <th scope="col">{t('allowance_a_day')}</th>
            <th scope="col">{t('when_it_runs_out')}</th>
            <th scope="col">{t('used_by')}</th>
            <th scope="col">
              <span className="sr">{t('actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((reason) => (
            <ReasonRow
              key={reason.id}
              reason={reason}
              usedBy={usedBy.get(reason.id)}
              reasons={reasons}
              onEdit={() => onEdit(reason)}
              onChanged={onChanged}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The company's away reasons: their order, looks, allowances, and which are retired. */
export function AwayReasonSettings() {
  const t = useTexts();
  const [edited, setEdited] = useState<string>();
  const answered = useLiveAnswer<{ items: AwayReason[] }>('/away-reasons', ['settings']);
  const again = answered.refresh;
  const used = useLiveAnswer<{ items: AwayReasonUse[] }>('/away-reasons/use', ['operator']);
  return (
    <>
      <SettingsHead
        title={t('section_away')}
        hint={t('away_hint')}
        add={t('add_reason')}
        onAdd={() => setEdited(NEW)}
      />
      <AnswerPane of={answered}>
        {({ items }) => {
          const living = items.filter(({ retired }) => !retired);
          const retired = items.filter((one) => one.retired);
          const usedBy = new Map(used.answer?.items.map(({ id, operators }) => [id, operators]));
          const onEdit = ({ id }: AwayReason) => setEdited(id);
          const common = { reasons: items, usedBy, onEdit, onChanged: again };
          const reason = living.find(({ id }) => id === edited) ?? null;
          return (
            <div className="settings-cards">
              {living.length > 0 ? (
                <ReasonTable caption={t('section_away')} shown={living} {...common} />
              ) : (
                <EmptyState icon="clock" title={t('no_reasons')}>
                  {t('no_reasons_hint')}
                </EmptyState>
              )}
              {(edited === NEW || reason) && (
                <AwayReasonForm
                  key={edited}
                  reason={reason}
                  others={living}
                  onClose={() => setEdited(undefined)}
                  onSaved={() => {
                    setEdited(undefined);
                    again();
                  }}
                />
              )}
              {retired.length > 0 && (
                <>
                  <h3>{t('retired')}</h3>
                  <ReasonTable caption={t('retired')} shown={retired} {...common} />
                </>
              )}
              <StatusRules />
            </div>
          );
        }}
      </AnswerPane>
    </>
  );
}
