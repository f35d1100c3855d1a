import type { ReactNode } from 'react';
import { Button, timeWords } from '../../../ui';
import { useTexts } from '../texts';

function Question({
  words,
  yes,
  no,
  onAnswer,
}: {
  words: string;
  yes: string;
  no: string;
  onAnswer: (yes: boolean) => void;
}) {
  const t = useTexts();
  return (
    <>
      <span className="m">{words}</span>
      <span className="row g2">
        <Button size="s" aria-label={yes} onClick={() => onAnswer(true)}>
          {t('yes')}
        </Button>
        <Button size="s" aria-label={no} onClick={() => onAnswer(false)}>
          {t('no')}
        </Button>
      </span>
    </>
  );
}

/** After a test: two questions that only the person in front of the screen can answer. */
export function Questions({
  at,
  asked,
  onAnswer,
}: {
  at: number;
  asked: Asked;
  onAnswer: (what: keyof Asked, yes: boolean) => void;
}): ReactNode {
  const t = useTexts();
  if (!asked.heard && !asked.seen) {
    return null;
  }
  const title = t('test_sent', { time: timeWords(new Date(at).toISOString(), 'clock') });
  return (
    <fieldset className="notif-ask">
      <legend className="sm t2">{title}</legend>
      {asked.heard && (
        <Question
          words={t('did_you_hear')}
          yes={t('answer_yes_heard')}
          no={t('answer_no_heard')}
          onAnswer={(yes) => onAnswer('heard', yes)}
        />
      )}
      {asked.seen && (
        <Question
          words={t('did_you_see')}
          yes={t('answer_yes_seen')}
          no={t('answer_no_seen')}
          onAnswer={(yes) => onAnswer('seen', yes)}
        />
      )}
    </fieldset>
  );
}

export interface Asked {
  readonly heard: boolean;
  readonly seen: boolean;
}
