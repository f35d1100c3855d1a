import './in-place.css';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { isPassing } from '../../foundation/command';
import { useLiveState } from '../../foundation/desk/context';
import { Refusal } from '../../foundation/http';
import { refusalWords } from '../../shell';
import { toast } from '../../ui';
import { focusAtOnce } from './focus-at-once';
import { texts, useTexts } from './texts';

export interface InPlaceProps {
  /** What the value is: "E-mail". */
  label: string;
  value: string;
  /** Shown while there is no value. */
  empty: string;
  /** Stores another value; the empty text takes it away. Rejects with a `Refusal`. */
  save: (value: string) => Promise<void>;
  type?: 'text' | 'email' | 'tel';
  className?: string;
  /** How the value is shown, when not as it is. */
  shown?: string;
}

/** Saves what was written, and again when the connection is back; says what the server did not want. */
function useSaving(save: InPlaceProps['save']) {
  const [unsaved, setUnsaved] = useState<string | null>(null);
  const live = useLiveState() === 'live';
  const attempt = async (value: string): Promise<void> => {
    setUnsaved(value);
    try {
      await save(value);
      setUnsaved(null);
    } catch (failure) {
      if (!isPassing(failure)) {
        setUnsaved(null);
        const wrong = failure instanceof Refusal ? failure.fields[0]?.message : undefined;
        toast({ title: texts('not_saved'), body: wrong ?? refusalWords(failure), tone: 'alert' });
      }
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the connection comes back
  useEffect(() => {
    if (live && unsaved !== null) {
      attempt(unsaved);
    }
  }, [live]);
  return { unsaved, attempt };
}

/** A value that becomes a field where it stands: Enter saves, and so does leaving it; Esc restores. */
export function InPlace({ label, value, empty, save, type = 'text', className, shown }: InPlaceProps) {
  const t = useTexts();
  const [editing, setEditing] = useState(false);
  const [typed, setTyped] = useState('');
  const { unsaved, attempt } = useSaving(save);
  const button = useRef<HTMLButtonElement>(null);
  const kept = unsaved ?? value;
  const words = unsaved ?? (value && (shown ?? value));
  const leave = () => {
    setEditing(false);
    requestAnimationFrame(() => button.current?.focus());
  };
  const finish = () => {
    setEditing(false);
    if (typed.trim() !== kept) {
      attempt(typed.trim());
    }
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    leave();
    finish();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      setTyped(kept);
      leave();
    }
  };
  if (editing) {
    return (
      <form className="in-place-form" onSubmit={onSubmit}>
        <input
          ref={focusAtOnce}
          className="inp small"
          type={type}
          aria-label={label}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={finish}
        />
      </form>
    );
  }
  return (
    <>
      <button
        type="button"
        ref={button}
        className={`in-place ${className ?? ''}`}
        aria-label={t('edit_value', { label, value: words || empty })}
        onClick={() => {
          setTyped(kept);
          setEditing(true);
        }}
      >
        {words ? <span className="in-place-value">{words}</span> : <span className="t3">{empty}</span>}
      </button>
      {unsaved !== null && <span className="chip warn">{t('not_saved_yet')}</span>}
    </>
  );
}
