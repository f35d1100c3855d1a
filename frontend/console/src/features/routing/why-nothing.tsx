import './why.css';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useWorkspace } from '../../foundation/desk/context';
import { Icon, IconButton, Loading, SkeletonRows, Time } from '../../ui';
import { useTexts } from './texts';
import { divide, divisionWords, type Explanation, explain } from './why-facts';
import { OwnFacts } from './why-own';

/** How the clients who wait divide: why each is not for this operator. */
function WaitingClients({ data }: { data: Explanation }) {
  const t = useTexts();
  return (
    <>
      <h4>
        {data.waiting.length === 0 ? t('nobody_waits') : t('clients_wait', { count: data.waiting.length })}
      </h4>
      <ul>
        {divide(data).map((part) => (
          <li key={part.code}>{divisionWords(part)}</li>
        ))}
      </ul>
    </>
  );
}

/** Answers "Why do I get nothing?" in the operator's own facts. It looks only when it is opened or asked again. */
export function WhyNothing({ onClose }: { onClose: () => void }) {
  const t = useTexts();
  const me = useWorkspace((workspace) => workspace.me.id);
  const [checked, setChecked] = useState(() => Date.now());
  const again = () => setChecked(Date.now());
  const { data, isPending, isError } = useQuery({
    queryKey: ['why', me, checked],
    queryFn: ({ signal }) => explain(me, signal),
    placeholderData: (before) => before,
    gcTime: 0,
  });
  return (
    <section className="card why-card" aria-label={t('why_nothing')} aria-live="polite">
      <div className="h">
        <Icon name="help" />
        <h2 className="grow">{t('why_nothing')}</h2>
        <span className="sm t3 hide-sm">
          {t.rich('checked_at', { time: <Time at={checked} style="clock" /> })}
        </span>
        <IconButton icon="refresh" size="s" label={t('check_again')} onClick={again} />
        <IconButton icon="close" size="s" label={t('close')} onClick={onClose} />
      </div>
      <div className="why-body">
        <div className="why-own">
          {isPending && (
            <Loading label={t('checking')}>
              <SkeletonRows count={4} />
            </Loading>
          )}
          {isError && <p className="t2">{t('why_failed')}</p>}
          {data?.own && <OwnFacts own={data.own} onChanged={again} />}
        </div>
        <div className="why-waiting">{data && <WaitingClients data={data} />}</div>
      </div>
      <p className="sm t3 why-foot">{t('still_wrong')}</p>
    </section>
  );
}
