import { SelectField } from '../../../ui';
import { useTexts } from '../texts';
import type { Levels, Skill } from './routing';

const LEVELS = [1, 2, 3, 4, 5];

export interface LevelsFieldProps {
  legend: string;
  hint: string;
  skills: readonly Skill[];
  levels: Levels;
  onChange: (levels: Levels) => void;
}

/** A level for each skill, or none; nothing at all where the company has no skills. */
export function LevelsField({ legend, hint, skills, levels, onChange }: LevelsFieldProps) {
  const t = useTexts();
  const shown = skills.filter(({ id, retired }) => !retired || id in levels);
  if (shown.length === 0) {
    return null;
  }
  const set = (id: string, level: string) => {
    const { [id]: _, ...others } = levels;
    onChange(level ? { ...others, [id]: Number(level) } : others);
  };
  return (
    <fieldset className="settings-people">
      <legend className="lbl">{legend}</legend>
      <p className="sm t3 capacity-hint">{hint}</p>
      {shown.map(({ id, name }) => (
        <SelectField
          key={id}
          label={name}
          options={[
            { value: '', label: t('level_none') },
            ...LEVELS.map((level) => ({ value: String(level), label: t('level', { level }) })),
          ]}
          value={String(levels[id] ?? '')}
          onChange={(level) => set(id, level)}
        />
      ))}
    </fieldset>
  );
}
