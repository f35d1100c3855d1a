import { type ReactNode, useState } from 'react';
import type { Id } from '../../../../shared/api/views';
import { useWorkspace } from '../../foundation/desk/context';
import { Button, classes, Icon, Time, timeWords, toMilliseconds, useNow } from '../../ui';
import { reasonOf } from '../presence/status-words';
import { useColleagues } from '../presence/use-colleagues';
import { useTexts } from './texts';
import {
  againstOf,
  byNearness,
  chiefReason,
  type Happening,
  lookOf,
  type Waits,
  type WhoCould as Who,
} from './why-waits-facts';

/** As many lines are read at a glance. */
const AT_FIRST = 12;

/** Why an operator is away, in the words that he gave and his colleagues see. */
function useAwayWords(): (operatorId: Id, name: ReactNode) => ReactNode {
  const t = useTexts();
  const { data = [] } = useColleagues();
  const reasons = useWorkspace((workspace) => workspace.away_reasons);
  return (operatorId, name) => {
    const colleague = data.find(({ id }) => id === operatorId);
    const reason = reasonOf(reasons, colleague?.away_reason_id ?? null)?.name;
    const back = colleague?.back_at && timeWords(colleague.back_at, 'clock');
    if (!reason) {
      return back ? t.rich('against_away_until', { name, time: back }) : t.rich('against_away', { name });
    }
    return back
      ? t.rich('against_away_for_until', { name, reason, time: back })
      : t.rich('against_away_for', { name, reason });
  };
}

/** He had it before: what became of it, and when he may be asked again. */
function Rests({ until, name, last }: { until: string; name: ReactNode; last: Happening | undefined }) {
  const t = useTexts();
  const over = useNow((now) => toMilliseconds(until) <= now);
  if (over) {
    return t.rich('could_take', { name });
  }
  const left = <Time at={until} style="left" />;
  const at = last && <Time at={last.at} style="clock" />;
  switch (last?.what) {
    case 'declined':
      return t.rich('rests_declined', { name, at, left });
    case 'timed_out':
      return t.rich('rests_timed_out', { name, at, left });
    default:
      return t.rich('why_rests', { name, left });
  }
}

function Line({ operator, last }: { operator: Who; last: Happening | undefined }) {
  const t = useTexts();
  const awayWords = useAwayWords();
  const { icon, tone } = lookOf(operator);
  const name = <b className="b">{operator.name}</b>;
  const words = () => {
    const reason = chiefReason(operator);
    if (!reason) {
      return operator.rests_until === null ? (
        t.rich('could_take', { name })
      ) : (
        <Rests until={operator.rests_until} name={name} last={last} />
      );
    }
    const against = againstOf(reason);
    if (against === 'away') {
      return awayWords(operator.operator_id, name);
    }
    // A code that this console does not know stands in the server's words.
    return against ? t.rich(`against_${against}`, { name }) : reason.words;
  };
  return (
    <li className="why-fact">
      <span className={classes('dg', tone)}>
        <Icon name={icon} size="xs" />
      </span>
      <span>{words()}</span>
    </li>
  );
}

/** Everybody who could take it, each with a fact. */
export function WhoCould({ now, happened }: { now: Waits; happened: readonly Happening[] }) {
  const t = useTexts();
  const [all, setAll] = useState(false);
  const operators = byNearness(now.operators);
  const shown = all ? operators : operators.slice(0, AT_FIRST);
  const more = operators.length - shown.length;
  const lastOf = (id: Id) => happened.findLast(({ operator_id }) => operator_id === id);
  return (
    <section className="why-part">
      <h3 id="why-who">{t('who_could')}</h3>
      {operators.length === 0 && <p className="t2">{t('who_nobody')}</p>}
      <ul aria-labelledby="why-who">
        {shown.map((operator) => (
          <Line key={operator.operator_id} operator={operator} last={lastOf(operator.operator_id)} />
        ))}
      </ul>
      {more > 0 && (
        <Button size="s" look="quiet" onClick={() => setAll(true)}>
          {t('who_more', { count: more })}
        </Button>
      )}
    </section>
  );
}
