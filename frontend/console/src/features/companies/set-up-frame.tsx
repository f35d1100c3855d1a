import type { ReactNode, RefObject } from 'react';
import { classes, Icon, Logo } from '../../ui';
import { useTexts } from './texts';

export interface SetUpFrameProps {
  step: number;
  title: string;
  hint: string;
  heading: RefObject<HTMLHeadingElement | null>;
  children: ReactNode;
}

/** The steps at the side, and the step one is at. */
export function SetUpFrame({ step, title, hint, heading, children }: SetUpFrameProps) {
  const t = useTexts();
  const steps = [t('step_company'), t('step_administrator'), t('step_channel'), t('step_done')];
  return (
    <div className="set-up">
      <aside aria-label={t('steps')}>
        <div className="row set-up-name">
          <Logo size={30} />
          <b>{t('set_up_hovor')}</b>
        </div>
        <ol>
          {steps.map((words, index) => (
            <li
              key={words}
              className={classes('step', index < step && 'done')}
              aria-current={index === step ? 'step' : undefined}
            >
              <span className="n">
                {index < step ? <Icon name="tick" size="xs" label={t('step_finished')} /> : index + 1}
              </span>
              <span>{words}</span>
            </li>
          ))}
        </ol>
        <p className="sm t3">{t('aside')}</p>
      </aside>
      <main className="page">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <p className="t2">{hint}</p>
        {children}
      </main>
    </div>
  );
}
