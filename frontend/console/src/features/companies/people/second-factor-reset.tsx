import { useState } from 'react';
import { request } from '../../../foundation/http';
import { refusalWords } from '../../../shell';
import { Button, toast } from '../../../ui';
import { useTexts } from '../texts';
import type { Operator } from './people';

/** For who has lost app and recovery codes; only where there is something to reset. */
export function SecondFactorReset({ operator }: { operator: Operator }) {
  const t = useTexts();
  const [on, setOn] = useState(operator.second_factor);
  const [busy, setBusy] = useState(false);
  if (!on) {
    return null;
  }
  const reset = async () => {
    setBusy(true);
    try {
      await request('DELETE', `/operators/${encodeURIComponent(operator.id)}/second-factor`);
      setOn(false);
      toast({ title: t('second_factor_was_reset'), icon: 'tick' });
    } catch (failure) {
      toast({ title: t('not_saved'), body: refusalWords(failure), tone: 'alert', icon: 'warning' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="row">
      <div className="grow">
        <div className="m">{t('second_factor')}</div>
        <div className="sm t3" id="second-factor-hint">
          {t('second_factor_reset_hint')}
        </div>
      </div>
      <Button
        size="s"
        aria-describedby="second-factor-hint"
        aria-label={t('second_factor_reset_name')}
        busy={busy && t('saving')}
        onClick={reset}
      >
        {t('second_factor_reset')}
      </Button>
    </div>
  );
}
