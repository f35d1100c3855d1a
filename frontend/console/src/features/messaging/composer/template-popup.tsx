import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useState } from 'react';
import type { ConversationView, TemplateView } from '../../../../../shared/api/views';
import { useWorkspace } from '../../../foundation/desk/context';
import { templatesQuery } from '../../../foundation/queries';
import { Chip, classes, Keys } from '../../../ui';
import { useTexts } from '../texts';
import {
  type FilledPiece,
  fillTemplate,
  matchingTemplates,
  type TemplateQuery,
  variablesOf,
} from './templates';

export type Chosen = (pieces: readonly FilledPiece[], sendNow: boolean) => void;

const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowUp: -1 };

export interface TemplateChoice {
  readonly matches: readonly TemplateView[];
  readonly current: TemplateView | undefined;
  /** True when the key was for the popup. */
  onKeyDown(event: KeyboardEvent): boolean;
  choose(template: TemplateView, sendNow: boolean): void;
  readonly pieces: (template: TemplateView) => readonly FilledPiece[];
}

/** The templates that fit the query, one of them current; arrows move, Enter inserts, Ctrl+Enter sends, Esc closes. */
export function useTemplateChoice(
  conversation: ConversationView,
  query: TemplateQuery | null,
  { onChoose, onClose }: { onChoose: Chosen; onClose: () => void },
): TemplateChoice {
  const me = useWorkspace((workspace) => workspace.me);
  const { data = [] } = useQuery({ ...templatesQuery, enabled: query !== null });
  const matches = query ? matchingTemplates(data, query.words) : [];
  const [currentId, setCurrentId] = useState<string | null>(null);
  const place = Math.max(
    0,
    matches.findIndex(({ id }) => id === currentId),
  );
  const current = matches[place];
  const pieces = ({ text }: TemplateView) => fillTemplate(text, variablesOf(conversation, me));
  const choose = (template: TemplateView, sendNow: boolean) => onChoose(pieces(template), sendNow);
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (!query || !current || event.nativeEvent.isComposing) {
      return false;
    }
    const step = STEPS[event.key];
    if (step) {
      setCurrentId(matches[(place + step + matches.length) % matches.length]?.id ?? null);
    } else if (event.key === 'Enter' || event.key === 'Tab') {
      choose(current, event.ctrlKey || event.metaKey);
    } else if (event.key === 'Escape') {
      onClose();
    } else {
      return false;
    }
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return { matches, current, onKeyDown, choose, pieces };
}

/** The name with the part that was typed in it made bold. */
function Name({ name, words }: { name: string; words: string }) {
  const place = name.toLocaleLowerCase().indexOf(words.toLocaleLowerCase());
  if (words === '' || place < 0) {
    return <>#{name}</>;
  }
  return (
    <>
      #{name.slice(0, place)}
      <b className="tpl-typed">{name.slice(place, place + words.length)}</b>
      {name.slice(place + words.length)}
    </>
  );
}

const PIECES: Readonly<Record<FilledPiece['kind'], string | undefined>> = {
  words: undefined,
  filled: 'hl',
  missing: 'hl missing',
};

function Preview({ template, pieces }: { template: TemplateView; pieces: readonly FilledPiece[] }) {
  const t = useTexts();
  return (
    <div className="pv">
      <div className="row">
        <b className="ell">#{template.name}</b>
        <span className="end">
          <Chip>{template.language.toUpperCase()}</Chip>
        </span>
      </div>
      <p className="t2 said">
        {pieces.map(({ text, kind }, place) => {
          const key = `${place}`;
          return (
            <span key={key} className={PIECES[kind]}>
              {text}
            </span>
          );
        })}
      </p>
      <div className="row sm t3 tpl-keys">
        <Keys combination="Enter" /> {t('template_insert')} <Keys combination="Mod+Enter" />{' '}
        {t('template_send')}
        <Keys combination="Esc" /> {t('template_close')}
      </div>
    </div>
  );
}

export interface TemplatePopupProps {
  id: string;
  choice: TemplateChoice;
  words: string;
}

/** What can be inserted at `#`. Focus stays in the text; the text names the current one. */
export function TemplatePopup({ id, choice, words }: TemplatePopupProps) {
  const t = useTexts();
  const { matches, current, choose, pieces } = choice;
  return (
    <div className="pop tplpop">
      {/* A list of choices has some: as long as none has come, or none fits, it is said instead. */}
      <div
        className="lst"
        id={id}
        {...(matches.length > 0 ? { role: 'listbox', 'aria-label': t('templates') } : { role: 'status' })}
      >
        {matches.map((template) => (
          // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the text, which names the current one
          // biome-ignore lint/a11y/useKeyWithClickEvents: its keys are those of the text
          <div
            key={template.id}
            id={`${id}-${template.id}`}
            role="option"
            aria-selected={template === current}
            className={classes('mi tall', template === current && 'act')}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => choose(template, false)}
          >
            <span className="grow">
              <span className="m ell mi-words">
                <Name name={template.name} words={words} />
              </span>
              <span className="sm t3 ell mi-words">{template.text}</span>
            </span>
          </div>
        ))}
        {matches.length === 0 && <p className="sm t3 tpl-none">{t('no_template')}</p>}
      </div>
      {current && <Preview template={current} pieces={pieces(current)} />}
    </div>
  );
}
