import { useState } from 'react';
import type { StatusView } from '../../../../shared/api/views';
import { command } from '../../foundation/command';
import { useDesk, useWorkspace } from '../../foundation/desk/context';
import { putStatus } from '../../foundation/workspace/apply';
import { notSaved } from '../../shell';
import { ExplainedSwitch } from '../../ui';
import { useTexts } from './texts';

/** For calls on a telephone outside Hovor: one stays signed in, and nothing new is offered. */
export function AnotherCall() {
  const t = useTexts();
  const desk = useDesk();
  const on = useWorkspace(({ status }) => status.on_another_call);
  const [saving, setSaving] = useState(false);
  const set = async (wished: boolean) => {
    setSaving(true);
    try {
      const status = await command<StatusView>('PUT', '/me/on-another-call', { on: wished });
      desk.store.take((workspace) => putStatus(workspace, status));
    } catch (failure) {
      notSaved(failure);
    } finally {
      setSaving(false);
    }
  };
  return (
    <section className="card another-call">
      <ExplainedSwitch
        label={t('another_call')}
        hint={t('another_call_hint')}
        on={on}
        onChange={set}
        saving={saving}
      />
    </section>
  );
}
