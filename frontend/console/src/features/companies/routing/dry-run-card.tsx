import { useState } from 'react';
import { request } from '../../../foundation/http';
import { refusalWords } from '../../../shell';
import { Banner, Button, Card } from '../../../ui';
import { useTexts } from '../texts';
import type { DryRun, Rule } from './routing';
import { bodyOfRule } from './rule-body';

const A_DAY = 24;

function Result({ result }: { result: DryRun }) {
  const t = useTexts();
  const { conversations, other_queue, other_priority, other_skills, by_rule, by_queue } = result;
  return (
    <div className="settings-form dry-run" role="status">
      <p className="m">{t('dry_run_total', { count: conversations })}</p>
      <p className="t2">{t('dry_run_differs', { other_queue, other_priority, other_skills })}</p>
      <div className="dry-run-tables">
        <table>
          <caption className="sr">{t('dry_run_by_rule')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('rule')}</th>
              <th scope="col">{t('conversations')}</th>
            </tr>
          </thead>
          <tbody>
            {by_rule.map(({ id, name, after }) => (
              <tr key={id ?? ''}>
                <th scope="row">{name ?? t('dry_run_no_rule')}</th>
                <td>{after}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <table>
          <caption className="sr">{t('dry_run_by_queue')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('queue')}</th>
              <th scope="col">{t('dry_run_before')}</th>
              <th scope="col">{t('dry_run_after')}</th>
            </tr>
          </thead>
          <tbody>
            {by_queue.map(({ id, name, before, after }) => (
              <tr key={id ?? ''}>
                <th scope="row">{name ?? t('dry_run_no_queue')}</th>
                <td>{before}</td>
                <td>{after}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** What the rules, as they stand, would have made of what came lately. Nothing changes by it. */
export function DryRunCard({ rules }: { rules: readonly Rule[] }) {
  const t = useTexts();
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<DryRun>();
  const [fault, setFault] = useState<string>();
  const run = async (hours: number | null) => {
    setBusy(true);
    setFault(undefined);
    try {
      const body = { rules: rules.map(bodyOfRule), hours };
      setResult(await request<DryRun>('POST', '/routing-rules/dry-run', { body }));
    } catch (failure) {
      setFault(refusalWords(failure));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card title={t('dry_run')}>
      <div className="settings-form dry-run">
        <p className="t2">{t('dry_run_hint')}</p>
        <div className="row">
          <Button busy={busy && t('dry_run_running')} onClick={() => run(null)}>
            {t('dry_run_yesterday')}
          </Button>
          <Button onClick={() => run(A_DAY)}>{t('dry_run_day')}</Button>
        </div>
        {fault && (
          <Banner tone="bad" icon="warning" role="alert">
            {fault}
          </Banner>
        )}
      </div>
      {result && <Result result={result} />}
    </Card>
  );
}
