import { useEffect, useState } from 'react';
import { request } from '../../../foundation/http';
import { AnswerPane, notSaved, useAnswer } from '../../../shell';
import { Banner, Button, CopyButton, EmptyState, Select, Time } from '../../../ui';
import { useTexts } from '../texts';
import { type Act, type ActPage, actorWords, actWords, type Chain, detailWords, THINGS } from './acts';

const ALL = '';

function ActRow({ act }: { act: Act }) {
  const { actor, action, subject, detail, at } = act;
  const about = [actorWords(actor), subject.id === actor.id ? null : subject.name]
    .filter(Boolean)
    .join(' → ');
  const more = detailWords(detail);
  return (
    <li className="settings-line">
      <div className="grow">
        <div className="m">{actWords(action)}</div>
        <div className="sm t2 act-words">{about}</div>
        {more && <div className="sm t3 act-words">{more}</div>}
      </div>
      <span className="sm t3">
        <Time at={at} style="moment" />
      </span>
    </li>
  );
}

function ChainLine() {
  const t = useTexts();
  const chain = useAnswer<Chain>('/audit/chain');
  return (
    <AnswerPane of={chain}>
      {({ entries, head, broken_at }) =>
        broken_at === null ? (
          <Banner tone="ok" icon="shield" action={<CopyButton text={head} size="s" />}>
            {t('log_whole', { count: entries })} {t('log_mark_hint')}
          </Banner>
        ) : (
          <Banner tone="bad" icon="warning" role="alert">
            {t('log_broken', { number: broken_at })}
          </Banner>
        )
      }
    </AnswerPane>
  );
}

/** The acts that a choice leaves, page by page. */
function Acts({ query }: { query: string }) {
  const t = useTexts();
  const first = useAnswer<ActPage>(`/audit?${query}`);
  const [older, setOlder] = useState<ActPage>();
  const [busy, setBusy] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another choice begins anew
  useEffect(() => setOlder(undefined), [query]);
  const more = async (after: string, before: readonly Act[]) => {
    setBusy(true);
    try {
      const page = await request<ActPage>('GET', `/audit?${query}&after=${encodeURIComponent(after)}`);
      setOlder({ items: [...before, ...page.items], next: page.next });
    } catch (failure) {
      notSaved(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <AnswerPane of={first}>
      {(page) => {
        const extra = older?.items ?? [];
        const next = older ? older.next : page.next;
        return page.items.length === 0 ? (
          <EmptyState icon="history" title={t('no_acts')} />
        ) : (
          <>
            <ul className="card" aria-label={t('section_audit')}>
              {[...page.items, ...extra].map((act) => (
                <ActRow key={act.number} act={act} />
              ))}
            </ul>
            {next !== null && (
              <Button busy={busy && t('loading_older')} onClick={() => more(next, extra)}>
                {t('show_older')}
              </Button>
            )}
          </>
        );
      }}
    </AnswerPane>
  );
}

/** Who did what: sign-ins, roles, settings, secrets, acts on behalf of others. */
export function AuditLog() {
  const t = useTexts();
  const people = useAnswer<{ items: { id: string; name: string }[] }>('/operators');
  const [actor, setActor] = useState(ALL);
  const [thing, setThing] = useState<string>(ALL);
  const query = new URLSearchParams({
    ...(actor === ALL ? {} : { actor_id: actor }),
    ...(thing === ALL ? {} : { subject_kind: thing }),
  }).toString();
  return (
    <>
      <div className="settings-title">
        <h2>{t('section_audit')}</h2>
        <p className="t2">{t('audit_hint')}</p>
      </div>
      <div className="settings-cards">
        <ChainLine />
        <div className="settings-people">
          <Select
            aria-label={t('act_who')}
            value={actor}
            onChange={setActor}
            options={[
              { value: ALL, label: t('act_everybody') },
              ...(people.answer?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
          <Select
            aria-label={t('act_about')}
            value={thing}
            onChange={setThing}
            options={[
              { value: ALL, label: t('act_everything') },
              ...THINGS.map((value) => ({ value: value as string, label: t(`thing_${value}`) })),
            ]}
          />
        </div>
        <Acts query={query} />
      </div>
    </>
  );
}
