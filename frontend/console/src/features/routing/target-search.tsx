import { type KeyboardEvent, useId, useState } from 'react';
import { Icon } from '../../ui';
import { type TransferTarget, targetId } from './transfer-targets';

const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowUp: -1 };

/** Which of the possible targets is meant: who searches means what is found first, until he chooses another. */
export function useTargetChoice(targets: readonly TransferTarget[], words: string) {
  const listId = useId();
  const [chosenId, onChoose] = useState<string | null>(null);
  const possible = targets.filter((target) => target.possible);
  const found = words.trim() === '' ? undefined : possible[0];
  const chosen = possible.find((target) => targetId(target) === chosenId) ?? found;
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step && possible.length > 0) {
      event.preventDefault();
      const place = chosen ? possible.indexOf(chosen) : -1;
      const next = possible[place < 0 ? 0 : (place + step + possible.length) % possible.length];
      onChoose(next ? targetId(next) : null);
    }
  };
  return { listId, chosen, onChoose, onKeyDown };
}

export interface TargetSearchProps extends ReturnType<typeof useTargetChoice> {
  words: string;
  onWords: (words: string) => void;
  label: string;
  hint: string;
}

/** The field above the targets: what is typed narrows them, arrows choose among them. */
export function TargetSearch({ words, onWords, label, hint, listId, chosen, onKeyDown }: TargetSearchProps) {
  return (
    <div className="inwrap">
      <Icon name="search" size="s" />
      <input
        className="inp"
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={chosen ? `${listId}-${targetId(chosen)}` : undefined}
        aria-label={label}
        placeholder={hint}
        value={words}
        onChange={(event) => onWords(event.target.value)}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}
