import { useEffect, useRef, useState } from 'react';
import { request } from '../../../foundation/http';
import { AnswerPane, notSaved } from '../../../shell';
import { Button, Chip, Confirm, Dialog, EmptyState, IconButton, useKindName } from '../../../ui';
import type { Channel } from '../channels';
import { namesOf } from '../people/people';
import { SettingsHead } from '../settings-head';
import { useTexts } from '../texts';
import { useLiveAnswer } from '../use-live-answer';
import { DryRunCard } from './dry-run-card';
import { FaultLine } from './faults';
import './routing.css';
import { HEARD, type Queue, type Routing, type Rule, type Skill } from './routing';
import { saveRule } from './rule-body';
import { RuleForm } from './rule-form';

interface Known {
  queues: readonly Queue[];
  channels: readonly Channel[];
  skills: readonly Skill[];
}

/** The rule in two lines: when, and what then. */
function useRuleWords({ conditions, queue_id, priority, skills }: Rule, known: Known) {
  const t = useTexts();
  const kindName = useKindName();
  const { channel_ids, kinds, languages, parameters } = conditions;
  const said = Object.entries(parameters).map(([name, values]) =>
    values.length > 0 ? `${name}: ${values.join(', ')}` : name,
  );
  const when = [
    namesOf(known.channels, channel_ids),
    kinds.map(kindName).join(', '),
    languages.join(', '),
    ...said,
  ];
  const asked = Object.entries(skills).map(
    ([id, level]) => `${namesOf(known.skills, [id])} ${t('level', { level })}`,
  );
  const then = [
    queue_id ? namesOf(known.queues, [queue_id]) : t('rule_queue_own'),
    priority !== null && t(`priority_${priority as 0 | 1 | 2}`),
    ...asked,
  ];
  return {
    when: when.filter(Boolean).join(' · ') || t('rule_always'),
    what: then.filter(Boolean).join(' · '),
  };
}

interface RuleRowProps {
  rule: Rule;
  place: number;
  last: number;
  known: Known;
  onEdit: () => void;
  onDelete: () => void;
  onChanged: () => void;
}

function RuleRow({ rule, place, last, known, onEdit, onDelete, onChanged }: RuleRowProps) {
  const t = useTexts();
  const { id, name, enabled, faults } = rule;
  const words = useRuleWords(rule, known);
  const move = (to: number) => saveRule(id, { place: to }).then(onChanged, notSaved);
  return (
    <li className="settings-line rule-line">
      <span className="rule-place t3">{place + 1}</span>
      <div className="grow">
        <div className="m ell">{name}</div>
        <div className="sm t2">{t('rule_when_words', { when: words.when })}</div>
        <div className="sm t2">{t('rule_then_words', { what: words.what })}</div>
        <FaultLine faults={faults} queues={known.queues} skills={known.skills} />
      </div>
      {!enabled && <Chip>{t('rule_off')}</Chip>}
      <span className="row">
        <IconButton
          icon="up"
          size="s"
          label={t('move_up', { name })}
          disabledBecause={place === 0 && t('is_first')}
          onClick={() => move(place - 1)}
        />
        <IconButton
          icon="down"
          size="s"
          label={t('move_down', { name })}
          disabledBecause={place === last && t('is_last')}
          onClick={() => move(place + 1)}
        />
        <IconButton icon="trash" size="s" label={t('delete_name', { name })} onClick={onDelete} />
        <Button size="s" aria-label={t('change_name', { name })} onClick={onEdit}>
          {t('change')}
        </Button>
      </span>
    </li>
  );
}

interface DeleteRuleProps {
  rule: Rule;
  onClose: () => void;
  onDeleted: () => void;
}

/** Asks once more: a rule that is gone has to be written anew. */
function DeleteRule({ rule, onClose, onDeleted }: DeleteRuleProps) {
  const t = useTexts();
  const [busy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    try {
      await request('DELETE', `/routing-rules/${encodeURIComponent(rule.id)}`);
      onDeleted();
    } catch (failure) {
      notSaved(failure);
      onClose();
    }
  };
  return (
    <Confirm
      open
      onClose={onClose}
      title={t('delete_rule_title', { name: rule.name })}
      description={t('delete_rule_hint')}
      confirm={{ label: t('delete_rule'), run: remove, busy: busy && t('saving') }}
      stay={t('keep')}
    />
  );
}

/** The rules in the order in which they are tried, and what they would have done. */
export function RulesSettings() {
  const t = useTexts();
  const routing = useLiveAnswer<Routing>('/routing', HEARD);
  const channels = useLiveAnswer<{ items: Channel[] }>('/channels', ['settings']);
  const skills = useLiveAnswer<{ items: Skill[] }>('/skills', ['settings']);
  const [edited, setEdited] = useState<string>();
  const known: Known = {
    queues: routing.answer?.queues ?? [],
    channels: channels.answer?.items ?? [],
    skills: skills.answer?.items ?? [],
  };
  const chosen = routing.answer?.rules.find(({ id }) => id === edited) ?? null;
  const close = () => setEdited(undefined);
  const more = useRef<HTMLButtonElement>(null);
  const [going, setGoing] = useState<Rule>();
  const gone = useRef<string>(undefined);
  const { answer } = routing;
  useEffect(() => {
    // The button that deleted it has gone with its row.
    if (gone.current && answer && !answer.rules.some(({ id }) => id === gone.current)) {
      gone.current = undefined;
      more.current?.focus();
    }
  }, [answer]);
  return (
    <>
      <SettingsHead
        title={t('section_rules')}
        hint={t('rules_hint')}
        add={t('add_rule')}
        onAdd={() => setEdited('new')}
        button={more}
      />
      <AnswerPane of={routing}>
        {({ rules }) => (
          <div className="settings-cards">
            {rules.length > 0 ? (
              <ol className="card" aria-label={t('section_rules')}>
                {rules.map((rule, place) => (
                  <RuleRow
                    key={rule.id}
                    rule={rule}
                    place={place}
                    last={rules.length - 1}
                    known={known}
                    onEdit={() => setEdited(rule.id)}
                    onDelete={() => setGoing(rule)}
                    onChanged={routing.refresh}
                  />
                ))}
              </ol>
            ) : (
              <EmptyState icon="route" title={t('no_rules')}>
                {t('no_rules_hint')}
              </EmptyState>
            )}
            <DryRunCard rules={rules} />
          </div>
        )}
      </AnswerPane>
      {going && (
        <DeleteRule
          rule={going}
          onClose={() => setGoing(undefined)}
          onDeleted={() => {
            setGoing(undefined);
            gone.current = going.id;
            routing.refresh();
          }}
        />
      )}
      {edited && (
        <Dialog open onClose={close} title={chosen ? chosen.name : t('add_rule')} width={640}>
          <RuleForm
            key={edited}
            rule={chosen}
            {...known}
            onClose={close}
            onSaved={() => {
              close();
              routing.refresh();
            }}
          />
        </Dialog>
      )}
    </>
  );
}
