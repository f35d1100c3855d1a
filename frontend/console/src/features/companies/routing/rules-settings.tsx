import { useState } from 'react';
import { request } from '../../../foundation/http';
import { AnswerPane, notSaved } from '../../../shell';
import { Button, Chip, Dialog, EmptyState, IconButton, useKindName } from '../../../ui';
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
  onChanged: () => void;
}

function RuleRow({ rule, place, last, known, onEdit, onChanged }: RuleRowProps) {
  const t = useTexts();
  const { id, name, enabled, faults } = rule;
  const words = useRuleWords(rule, known);
  const move = (to: number) => saveRule(id, { place: to }).then(onChanged, notSaved);
  const remove = () =>
    request('DELETE', `/routing-rules/${encodeURIComponent(id)}`).then(onChanged, notSaved);
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
        <IconButton icon="trash" size="s" label={t('delete_name', { name })} onClick={remove} />
        <Button size="s" aria-label={t('change_name', { name })} onClick={onEdit}>
          {t('change')}
        </Button>
      </span>
    </li>
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
  return (
    <>
      <SettingsHead
        title={t('section_rules')}
        hint={t('rules_hint')}
        add={t('add_rule')}
        onAdd={() => setEdited('new')}
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
