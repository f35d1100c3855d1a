import { ExplainedSwitch, SelectField, TextField, useDraft, useFields, useKindName } from '../../../ui';
import type { Channel } from '../channels';
import { DialogForm } from '../dialog-form';
import { Ticks } from '../people/ticks';
import { texts, useTexts } from '../texts';
import { FaultBanner } from './faults';
import { LevelsField } from './levels-field';
import type { Queue, Rule, Skill } from './routing';
import { Rows } from './rows';
import { choicesOfRule, kindsOf, ruleOf, type Said, saveRule, textsOfRule } from './rule-body';

const RULES = { name: (value: string) => (value.trim() ? null : texts('rule_name_missing')) };

interface SaidFieldsProps {
  said: readonly Said[];
  onChange: (said: readonly Said[]) => void;
}

/** What the client's page or form has to say. */
function SaidFields({ said, onChange }: SaidFieldsProps) {
  const t = useTexts();
  return (
    <Rows
      legend={t('rule_parameters')}
      hint={t('rule_parameters_hint')}
      rows={said}
      onChange={onChange}
      name={(number) => t('rule_parameter', { number })}
      removeName={(number) => t('remove_parameter', { number })}
      add={t('add_parameter')}
      fresh={{ name: '', values: '' }}
    >
      {(one, put, remove) => (
        <>
          <TextField label={t('parameter_name')} value={one.name} onChange={(name) => put({ name })} />
          <TextField
            label={t('parameter_values')}
            value={one.values}
            onChange={(values) => put({ values })}
          />
          {remove}
        </>
      )}
    </Rows>
  );
}

export interface RuleFormProps {
  /** Null makes a new one. */
  rule: Rule | null;
  queues: readonly Queue[];
  channels: readonly Channel[];
  skills: readonly Skill[];
  onClose: () => void;
  onSaved: () => void;
}

/** A rule: what has to be true, and what follows. */
export function RuleForm(props: RuleFormProps) {
  const t = useTexts();
  const { rule, queues, channels, skills, onClose, onSaved } = props;
  const { values, bind, check } = useFields(textsOfRule(rule), RULES);
  const [chosen, choose] = useDraft(choicesOfRule(rule));
  const save = async (keyFor: (body: unknown) => string) => {
    const body = ruleOf(values, chosen);
    await saveRule(rule?.id ?? null, body, keyFor(body));
    onSaved();
  };
  const kindName = useKindName();
  const kinds = kindsOf(channels, chosen.kinds).map((kind) => ({ id: kind, name: kindName(kind) }));
  const priorities = ['', '0', '1', '2'].map((value) => ({
    value,
    label: t(value ? `priority_${value as '0' | '1' | '2'}` : 'priority_own'),
  }));
  return (
    <DialogForm check={() => check(['name'])} save={save} action={t(rule ? 'save' : 'add')} onClose={onClose}>
      <FaultBanner faults={rule?.faults ?? []} queues={queues} skills={skills} />
      <TextField label={t('rule_name')} maxLength={120} {...bind('name')} />
      <div className="row">
        <ExplainedSwitch
          label={t('rule_enabled')}
          hint={t('rule_enabled_hint')}
          on={chosen.enabled}
          onChange={(enabled) => choose({ enabled })}
        />
      </div>
      <h3>{t('rule_when')}</h3>
      <Ticks
        legend={t('rule_channels')}
        all={channels}
        chosen={chosen.channelIds}
        onChange={(channelIds) => choose({ channelIds })}
      />
      <Ticks
        legend={t('rule_kinds')}
        all={kinds}
        chosen={chosen.kinds}
        onChange={(chosenKinds) => choose({ kinds: chosenKinds })}
      />
      <TextField
        label={t('rule_languages')}
        hint={t('rule_languages_hint')}
        placeholder="de, cs"
        {...bind('languages')}
      />
      <SaidFields said={chosen.said} onChange={(said) => choose({ said })} />
      <h3>{t('rule_then')}</h3>
      <div className="routing-pair">
        <SelectField
          label={t('rule_queue')}
          options={[
            { value: '', label: t('rule_queue_own') },
            ...queues.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={chosen.queueId}
          onChange={(queueId) => choose({ queueId })}
        />
        <SelectField
          label={t('rule_priority')}
          options={priorities}
          value={chosen.priority}
          onChange={(priority) => choose({ priority })}
        />
      </div>
      <LevelsField
        legend={t('rule_skills')}
        hint={t('rule_skills_hint')}
        skills={skills}
        levels={chosen.skills}
        onChange={(levels) => choose({ skills: levels })}
      />
    </DialogForm>
  );
}
