import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { classes, Icon, Keys } from '../ui';
import { useOverlays } from '../ui/use-overlays';
import type { Command } from './commands';
import { foundCommands, type Section } from './palette-search';
import { useTexts } from './texts';

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** What fits the typed text; a newer text makes an answer to an older one void. */
function useSections(typed: string): readonly Section[] {
  const [sections, setSections] = useState<readonly Section[]>([]);
  useEffect(() => {
    const abandon = new AbortController();
    foundCommands(typed, abandon.signal, (found) => !abandon.signal.aborted && setSections(found));
    return () => abandon.abort();
  }, [typed]);
  return sections;
}

interface OptionProps {
  command: Command;
  id: string;
  chosen: boolean;
  onChoose: () => void;
  onPoint: () => void;
}

function Option({ command, id, chosen, onChoose, onPoint }: OptionProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (chosen) {
      place.current?.scrollIntoView({ block: 'nearest' });
    }
  }, [chosen]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the text field drives the list with arrows and Enter
    <div
      ref={place}
      id={id}
      className={classes('mi', chosen && 'act')}
      role="option"
      tabIndex={-1}
      aria-selected={chosen}
      onClick={onChoose}
      onPointerMove={onPoint}
    >
      <Icon name={command.icon ?? 'right'} />
      <span className="grow ell">{command.words}</span>
      {command.detail && <span className="sm t3 ell">{command.detail}</span>}
      {command.keys && <Keys combination={command.keys} />}
    </div>
  );
}

/** Search and commands: type, choose with the arrows, Enter. */
export function Palette({ onClose }: { onClose: () => void }) {
  const t = useTexts();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [place, setPlace] = useState(0);
  const sections = useSections(typed);
  const flat = useMemo(() => sections.flatMap((section) => section.commands), [sections]);
  const chosen = flat[Math.min(place, flat.length - 1)];
  const optionId = (command: Command) => `${id}-${command.id}`;
  const run = (command: Command | undefined) => {
    if (command) {
      onClose();
      command.run();
    }
  };
  const byKey = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step !== undefined && chosen) {
      event.preventDefault();
      setPlace((flat.indexOf(chosen) + step + flat.length) % flat.length);
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      run(chosen);
    }
  };
  const search = (text: string) => {
    setTyped(text);
    setPlace(0);
  };
  const Base = useOverlays(true)?.Dialog;
  return Base ? (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="scrim" />
        <Base.Popup className="dialog palette" aria-label={t('search_and_commands')} data-modal>
          <div className="palette-head">
            <Icon name="search" />
            <input
              role="combobox"
              aria-expanded="true"
              aria-controls={`${id}-list`}
              aria-activedescendant={chosen && optionId(chosen)}
              aria-label={t('search_name')}
              placeholder={t('search')}
              autoComplete="off"
              spellCheck={false}
              value={typed}
              onChange={(event) => search(event.target.value)}
              onKeyDown={byKey}
            />
            <Base.Close className="ib sm" aria-label={t('close')}>
              <Icon name="close" size="s" />
            </Base.Close>
          </div>
          <div className="palette-list" role="listbox" id={`${id}-list`} aria-label={t('commands')}>
            {sections.map((section) => (
              // biome-ignore lint/a11y/useSemanticElements: a group inside a listbox has no element of its own
              <div role="group" aria-label={section.heading} key={section.id}>
                <div className="mh" aria-hidden="true">
                  {section.heading}
                </div>
                {section.commands.map((command) => (
                  <Option
                    key={command.id}
                    id={optionId(command)}
                    command={command}
                    chosen={command === chosen}
                    onChoose={() => run(command)}
                    onPoint={() => setPlace(flat.indexOf(command))}
                  />
                ))}
              </div>
            ))}
          </div>
          <p className="palette-none t2" role="status">
            {flat.length === 0 && typed ? t('nothing_found', { text: typed }) : ''}
          </p>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  ) : null;
}
