import { useState } from 'react';
import { AnswerPane, notSaved } from '../../../shell';
import { Button, Chip, Dialog, EmptyState } from '../../../ui';
import { NamedForm } from '../named-form';
import type { Operator } from '../people/people';
import { SettingsHead } from '../settings-head';
import { useTexts } from '../texts';
import { useLiveAnswer } from '../use-live-answer';
import './routing.css';
import { type Skill, save } from './routing';

interface SkillFormProps {
  skill: Skill | null;
  onClose: () => void;
  onSaved: () => void;
}

function SkillForm({ skill, onClose, onSaved }: SkillFormProps) {
  const t = useTexts();
  return (
    <NamedForm
      name={skill?.name ?? null}
      label={t('skill_name')}
      hint={t('skill_name_hint')}
      missing={t('skill_name_missing')}
      taken={t('skill_name_taken')}
      onClose={onClose}
      save={async (name, keyFor) => {
        const body = { name };
        await save('/skills', skill?.id ?? null, body, keyFor(body));
        onSaved();
      }}
    />
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
      <SettingsHead
        title={t('section_skills')}
        hint={t('skills_hint')}
        add={t('add_skill')}
        onAdd={() => setEdited('new')}
      />
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
