import { Refusal, request } from '../../../foundation/http';
import { refusalWords } from '../../../shell';
import { ExplainedSwitch, SelectField, TextArea, TextField, useDraft, useFields } from '../../../ui';
import { DialogForm } from '../dialog-form';
import type { Named } from '../people/people';
import { useTexts } from '../texts';
import { FaultBanner } from './faults';
import { HoursFields } from './hours-fields';
import { OverflowFields } from './overflow-fields';
import { bodyOf, choicesOf, RULES, textsOf } from './queue-body';
import { RelaxationFields } from './relaxation-fields';
import { CHOICES, DISCIPLINES, type Queue, type Skill, WHEN_NOBODY } from './routing';

export interface QueueFormProps {
  queue: Queue;
  queues: readonly Queue[];
  groups: readonly Named[];
  skills: readonly Skill[];
  onClose: () => void;
  onSaved: () => void;
}

/** What the server says is wrong, in its own words where it names a field. */
function wordsOf(failure: unknown): string {
  const fields = failure instanceof Refusal ? failure.fields : [];
  return fields.length > 0 ? fields.map(({ message }) => message).join(' ') : refusalWords(failure);
}

function useQueueForm({ queue, onSaved }: QueueFormProps) {
  const fields = useFields(textsOf(queue), RULES);
  const [chosen, choose] = useDraft(choicesOf(queue));
  const save = async () => {
    const body = bodyOf(fields.values, chosen);
    await request('PATCH', `/queues/${encodeURIComponent(queue.id)}`, { body });
    onSaved();
  };
  return { ...fields, chosen, choose, save };
}

type Form = ReturnType<typeof useQueueForm>;

/** In which order those who wait are looked at, and whom they are given. */
function OrderFields({ form: { bind, chosen, choose } }: { form: Form }) {
  const t = useTexts();
  const classes = chosen.discipline === 'head_start' || chosen.discipline === 'ageing';
  return (
    <>
      <div className="routing-pair">
        <SelectField
          label={t('discipline')}
          hint={t(`discipline_${chosen.discipline}_hint`)}
          options={DISCIPLINES.map((value) => ({ value, label: t(`discipline_${value}`) }))}
          value={chosen.discipline}
          onChange={(discipline) => choose({ discipline })}
        />
        <SelectField
          label={t('choice')}
          hint={t(`choice_${chosen.choice}_hint`)}
          options={CHOICES.map((value) => ({ value, label: t(`choice_${value}`) }))}
          value={chosen.choice}
          onChange={(choice) => choose({ choice })}
        />
        {classes && (
          <>
            <TextField label={t(`urgent_${chosen.discipline}`)} inputMode="decimal" {...bind('urgent')} />
            <TextField label={t(`high_${chosen.discipline}`)} inputMode="decimal" {...bind('high')} />
          </>
        )}
        {chosen.choice === 'last_operator' && (
          <TextField label={t('last_operator_seconds')} inputMode="numeric" {...bind('last')} />
        )}
      </div>
      <div className="row">
        <ExplainedSwitch
          label={t('broadcast')}
          hint={t('broadcast_hint')}
          on={chosen.broadcast}
          onChange={(broadcast) => choose({ broadcast })}
        />
      </div>
    </>
  );
}

/** What becomes of clients whose queue has nobody for them. */
function NobodyFields({ form: { bind, chosen, choose } }: { form: Form }) {
  const t = useTexts();
  const replies = chosen.when_nobody === 'auto_reply' || chosen.when_nobody === 'callback';
  return (
    <>
      <SelectField
        label={t('when_nobody')}
        hint={t(`when_nobody_${chosen.when_nobody}_hint`)}
        options={WHEN_NOBODY.map((value) => ({ value, label: t(`when_nobody_${value}`) }))}
        value={chosen.when_nobody}
        onChange={(when_nobody) => choose({ when_nobody })}
      />
      {replies && <TextArea label={t('reply_text')} rows={3} maxLength={2000} {...bind('reply')} />}
    </>
  );
}

/** Everything that is set of one queue. */
export function QueueForm(props: QueueFormProps) {
  const t = useTexts();
  const { queue, queues, groups, skills, onClose } = props;
  const form = useQueueForm(props);
  const { bind, check, chosen, choose, save } = form;
  return (
    <DialogForm
      check={() => check(['name', 'target', 'size', 'last'])}
      save={save}
      faultOf={wordsOf}
      action={t('save')}
      onClose={onClose}
    >
      <FaultBanner faults={queue.faults} queues={queues} skills={skills} />
      <div className="routing-pair">
        <TextField label={t('queue_name')} maxLength={80} {...bind('name')} />
        <TextField label={t('queue_target')} inputMode="numeric" {...bind('target')} />
      </div>
      <OrderFields form={form} />
      <HoursFields hours={chosen.hours} onChange={(hours) => choose({ hours })} />
      <TextField label={t('size_limit')} hint={t('size_limit_hint')} inputMode="numeric" {...bind('size')} />
      <OverflowFields
        others={queues.filter(({ id }) => id !== queue.id)}
        overflow={chosen.overflow}
        onChange={(overflow) => choose({ overflow })}
      />
      <NobodyFields form={form} />
      <RelaxationFields groups={groups} steps={chosen.steps} onChange={(steps) => choose({ steps })} />
    </DialogForm>
  );
}
