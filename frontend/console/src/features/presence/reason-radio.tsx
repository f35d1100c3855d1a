import type { AwayReasonView } from '../../../../shared/api/views';
import { useWorkspace } from '../../foundation/desk/context';
import { Chip, MenuRadio, Meter, now, useNow } from '../../ui';
import { allowanceOf, usedAt, wordsOfUse } from './allowances';
import { iconOf } from './status-words';
import { useTexts } from './texts';

const MINUTE = 60_000;

/** One away reason to choose, with what is used of its allowance today. */
export function ReasonRadio({ reason }: { reason: AwayReasonView }) {
  const t = useTexts();
  const allowance = useWorkspace(({ status }) => allowanceOf(status, reason.id));
  const mayAlways = useWorkspace(({ me }) => me.role !== 'operator');
  // It is drawn anew with every minute.
  useNow((at) => Math.floor(at / MINUTE));
  const use = allowance && usedAt(allowance, now());
  const refused = use?.refused === true && !mayAlways;
  return (
    <MenuRadio
      value={reason.id}
      icon={iconOf(reason)}
      disabled={refused}
      detail={
        use ? (
          <span className={`allowance ${use.tone}`}>{wordsOfUse(t, { ...use, refused })}</span>
        ) : (
          t('no_limit')
        )
      }
      after={use && <Meter value={use.used} max={use.limit} tone={use.tone} width={44} />}
    >
      {reason.name} {reason.paid && <Chip>{t('paid')}</Chip>}
    </MenuRadio>
  );
}
