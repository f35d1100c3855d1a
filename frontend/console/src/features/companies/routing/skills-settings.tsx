import { type FormEvent, useState } from 'react';
import { Refusal } from '../../../foundation/http';
import { AnswerPane, notSaved, refusalWords } from '../../../shell';
import { Banner, Button, Chip, Dialog, EmptyState, TextField, useFields } from '../../../ui';
import { keysOfIntention } from '../intention';
import type { Operator } from '../people/people';
import { texts, useTexts } from '../texts';
import { useLiveAnswer } from '../use-live-answer';
import './routing.css';
import { type Skill, save } from './routing';

const RULES = { name: (value: string) => (value.trim() ? null : texts('skill_name_missing')) };

interface SkillFormProps {
  skill: Skill | null;
  onClose: () => void;
  onSaved: () => void;
}

function SkillForm({ skill, onClose, onSaved }: SkillFormProps) {
  const t = useTexts();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const [keyFor] = useState(keysOfIntention);
  const { values, bind, check, setFaults } = useFields({ name: skill?.name ?? '' }, RULES);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || check(['name'])) {
      return;
    }
    setBusy(true);
    setFault(undefined);
    const body = { name: values.name.trim() };
    try {
      await save('/skills', skill?.id ?? null, body, keyFor(body));
      onSaved();
    } catch (failure) {
      if (failure instanceof Refusal && failure.code === 'name_taken') {
        setFaults({ name: t('skill_name_taken') });
      } else {
        setFault(refusalWords(failure));
      }
      setBusy(false);
    }
  };
  return (
    <form className="settings-form" onSubmit={submit} noValidate>
      {fault && (
        <Banner tone="bad" icon="warning" role="alert">
          {fault}
        </Banner>
      )}
      <TextField label={t('skill_name')} hint={t('skill_name_hint')} maxLength={80} {...bind('name')} />
      <div className="dialog-buttons">
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button look="primary" type="submit" busy={busy && t('saving')}>
          {t(skill ? 'save' : 'add')}
        </Button>
      </div>
    </form>
  );
}

interface SkillRowProps {
  skill: Skill;
  people: readonly Operator[];
  onEdit: () => void;
  onChanged: () => void;
}

function SkillRow({ skill, people, onEdit, onChanged }: SkillRowProps) {
  const t = useTexts();
  const { id, name, retired } = skill;
  const having = people.filter((one) => one.active && id in one.skills);
  const retire = () => save('/skills', id, { retired: !retired }).then(onChanged, notSaved);
  return (
    <li className="settings-line">
      <div className="grow">
        <div className="m ell">{name}</div>
        <div className="sm t3">
          {having.map((one) => `${one.name} ${one.skills[id]}`).join(', ') || t('skill_nobody')}
        </div>
      </div>
      {retired && <Chip>{t('retired')}</Chip>}
      <Button size="s" aria-label={t('change_name', { name })} onClick={onEdit}>
        {t('change')}
      </Button>
      <Button size="s" aria-label={t(retired ? 'bring_back_name' : 'retire_name', { name })} onClick={retire}>
        {t(retired ? 'bring_back' : 'retire')}
      </Button>
    </li>
  );
}

/** What not every operator can do; who can how well is set at the operators. */
export function SkillsSettings() {
  const t = useTexts();
  const skills = useLiveAnswer<{ items: Skill[] }>('/skills', ['settings']);
  const operators = useLiveAnswer<{ items: Operator[] }>('/operators', ['operator']);
  const [edited, setEdited] = useState<string>();
  const chosen = skills.answer?.items.find(({ id }) => id === edited) ?? null;
  const people = operators.answer?.items ?? [];
  return (
    <>
      <div className="row settings-title">
        <div className="grow">
          <h2>{t('section_skills')}</h2>
          <p className="t2">{t('skills_hint')}</p>
        </div>
        <Button look="primary" icon="plus" onClick={() => setEdited('new')}>
          {t('add_skill')}
        </Button>
      </div>
      <AnswerPane of={skills}>
        {({ items }) =>
          items.length > 0 ? (
            <ul className="card" aria-label={t('section_skills')}>
              {items.map((skill) => (
                <SkillRow
                  key={skill.id}
                  skill={skill}
                  people={people}
                  onEdit={() => setEdited(skill.id)}
                  onChanged={skills.refresh}
                />
              ))}
            </ul>
          ) : (
            <EmptyState icon="tag" title={t('no_skills')}>
              {t('no_skills_hint')}
            </EmptyState>
          )
        }
      </AnswerPane>
      {edited && (
        <Dialog
          open
          onClose={() => setEdited(undefined)}
          title={chosen ? chosen.name : t('add_skill')}
          width={420}
        >
          <SkillForm
            key={edited}
            skill={chosen}
            onClose={() => setEdited(undefined)}
            onSaved={() => {
              setEdited(undefined);
              skills.refresh();
            }}
          />
        </Dialog>
      )}
    </>
  );
}
