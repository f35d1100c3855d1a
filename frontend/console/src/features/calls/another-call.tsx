import { useState } from 'react';
import type { StatusView } from '../../../../shared/api/views';
import { command } from '../../foundation/command';
import { useDesk, useWorkspace } from '../../foundation/desk/context';
import { putStatus } from '../../foundation/workspace/apply';
import { notSaved } from '../../shell';
import { Switch } from '../../ui';
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
      <div className="grow">
        <div className="m" id="another-call">
          {t('another_call')}
        </div>
        <div className="sm t3" id="another-call-hint">
          {t('another_call_hint')}
        </div>
      </div>
      <Switch
        on={on}
        onChange={set}
        saving={saving}
        labelledBy="another-call"
        describedBy="another-call-hint"
      />
    </section>
  );
}
