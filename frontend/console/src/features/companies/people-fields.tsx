import { Checkbox, SelectField } from '../../ui';
import type { Group, People, Server } from './channel-people';
import { useTexts } from './texts';

export interface PeopleFieldsProps {
  groups: readonly Group[];
  operators: readonly Server[];
  people: People;
  onChange: (people: People) => void;
}

/** The group whose queue the channel's clients wait in, and who of the company serves it. */
export function PeopleFields({ groups, operators, people, onChange }: PeopleFieldsProps) {
  const t = useTexts();
  const { groupId, operatorIds } = people;
  const set = (id: string, serves: boolean) => {
    const others = operatorIds.filter((other) => other !== id);
    onChange({ ...people, operatorIds: serves ? [...others, id] : others });
  };
  return (
    <>
      <SelectField
        label={t('group')}
        hint={t('group_hint')}
        options={groups.map(({ id, name }) => ({ value: id, label: name }))}
        value={groupId}
        onChange={(chosen) => onChange({ ...people, groupId: chosen })}
      />
      <fieldset className="settings-people">
        <legend className="lbl">{t('served_by')}</legend>
        {operators.map(({ id, name }) => (
          <Checkbox key={id} checked={operatorIds.includes(id)} onChange={(serves) => set(id, serves)}>
            {name}
          </Checkbox>
        ))}
      </fieldset>
    </>
  );
}
