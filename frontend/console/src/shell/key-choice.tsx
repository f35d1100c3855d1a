import { type KeyboardEvent, useState } from 'react';
import { Button, IconButton, Keys } from '../ui';
import { chooseKeys, keysNow, useKeysNow } from '../ui/chosen-keys';
import { combinationOf } from '../ui/key-combination';
import { combinations, shortcuts } from './shortcuts/registry';
import { useTexts } from './texts';

/** What else these keys do now, in words; null when they are free. */
function takenBy(wished: string, own: string): string | null {
  const taker = shortcuts().find((shortcut) =>
    combinations(shortcut).some((usual) => usual !== own && keysNow(usual) === wished),
  );
  return taker ? taker.words() : null;
}

export interface KeyChoiceProps {
  /** The usual keys, by which the chosen ones are kept. */
  combination: string;
  /** What they do. */
  words: string;
}

interface ListeningProps extends KeyChoiceProps {
  onDone: () => void;
}

/** Waits for a press; Esc keeps what was. */
function Listening({ combination, words, onDone }: ListeningProps) {
  const t = useTexts();
  const [taken, setTaken] = useState<string>();
  const choose = (wished: string | null) => {
    chooseKeys(combination, wished);
    onDone();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Tab') {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') {
      onDone();
      return;
    }
    const wished = combinationOf(event.nativeEvent);
    const taker = wished && takenBy(wished, combination);
    if (taker) {
      setTaken(taker);
    } else if (wished) {
      choose(wished);
    }
  };
  return (
    <span className="row g2 key-choice">
      <span className="sm t2" role="status">
        {taken ? t('keys_taken', { words: taken }) : t('keys_press')}
      </span>
      <button
        type="button"
        className="inp small"
        aria-label={t('keys_new', { words })}
        // biome-ignore lint/a11y/noAutofocus: who asked to change the keys presses the new ones next
        autoFocus
        onKeyDown={press}
      >
        …
      </button>
      <Button size="s" onClick={() => choose('')}>
        {t('keys_off')}
      </Button>
      <Button size="s" onClick={() => choose(null)}>
        {t('keys_usual')}
      </Button>
    </span>
  );
}

/** The keys for one thing, and a button to press others instead. */
export function KeyChoice({ combination, words }: KeyChoiceProps) {
  const t = useTexts();
  const [listening, setListening] = useState(false);
  const [back, setBack] = useState(false);
  const now = useKeysNow(combination);
  if (listening) {
    const done = () => {
      setListening(false);
      setBack(true);
    };
    return <Listening combination={combination} words={words} onDone={done} />;
  }
  return (
    <span className="row g1">
      {now ? <Keys combination={combination} aloud /> : <span className="sm t3">{t('keys_none')}</span>}
      <IconButton
        autoFocus={back}
        icon="edit"
        iconSize="s"
        size="s"
        label={t('keys_change', { words })}
        onClick={() => setListening(true)}
      />
    </span>
  );
}
