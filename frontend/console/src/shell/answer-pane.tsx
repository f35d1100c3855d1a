import type { ReactNode } from 'react';
import { Button, EmptyState, Loading, Skeleton } from '../ui';
import { refusalWords } from './refusal-words';
import { useTexts } from './texts';
import type { Answered } from './use-answer';

export interface AnswerPaneProps<Answer> {
  of: Answered<Answer>;
  children: (answer: Answer) => ReactNode;
}

/** The answer once it is there; until then a skeleton, after a failure its words and a way to try again. */
export function AnswerPane<Answer>({ of: { answer, failure, again }, children }: AnswerPaneProps<Answer>) {
  const t = useTexts();
  if (answer !== undefined) {
    return children(answer);
  }
  if (failure !== undefined) {
    const retry = (
      <Button icon="refresh" onClick={again}>
        {t('try_again')}
      </Button>
    );
    return (
      <EmptyState icon="warning" title={t('not_loaded')} action={retry}>
        {refusalWords(failure)}
      </EmptyState>
    );
  }
  return (
    <Loading label={t('loading')}>
      <div className="card sk-rows">
        <Skeleton width="40%" />
        <Skeleton width="75%" />
        <Skeleton width="60%" />
      </div>
    </Loading>
  );
}
