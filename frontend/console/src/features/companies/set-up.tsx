import { type FormEvent, useEffect, useRef, useState } from 'react';
import { spokenNow } from '../../../../shared/i18n';
import { Refusal, request } from '../../foundation/http';
import { navigate, refusalWords } from '../../shell';
import { Banner, Button, useFields } from '../../ui';
import './set-up.css';
import { InstallCode } from './install-code';
import { faultsByField, RULES, type SetUpField, setUp } from './set-up-form';
import { SetUpFrame } from './set-up-frame';
import { AdministratorStep, ChannelStep, CompanyStep } from './set-up-steps';
import { useTexts } from './texts';

/** The fields of each step, so that a step is judged as a whole before the next. */
const STEPS: readonly (readonly SetUpField[])[] = [
  ['company', 'time_zone', 'language'],
  ['name', 'email', 'password'],
  ['channel', 'sites'],
];
const DONE = STEPS.length;

/** Whoever comes when Hovor is set up already is sent away. */
function useOnlyWhenNeeded(): void {
  useEffect(() => {
    const leave = new AbortController();
    request<{ needed: boolean }>('GET', '/set-up', { signal: leave.signal })
      .then(({ needed }) => !needed && navigate('/sign-in', { replace: true }))
      // Without an answer the form stays; sending it says what is wrong.
      .catch(() => undefined);
    return () => leave.abort();
  }, []);
}

/** Puts focus on the new step's heading, so that a screen reader says where one is. */
function useHeadingFocus(step: number) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (step > 0) {
      heading.current?.focus();
    }
  }, [step]);
  return heading;
}

function useSetUp() {
  const [step, setStep] = useState(0);
  const [withChannel, setWithChannel] = useState(true);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const [channelKey, setChannelKey] = useState<string>();
  const t = useTexts();
  const { values, bind, check, setFaults } = useFields<SetUpField>(
    {
      company: '',
      time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC',
      language: spokenNow().language,
      name: '',
      email: '',
      password: '',
      channel: t('webchat'),
      sites: '',
    },
    RULES,
  );
  const refused = (failure: unknown) => {
    const byField = failure instanceof Refusal ? faultsByField(failure.fields) : {};
    const first = STEPS.findIndex((fields) => fields.some((field) => byField[field]));
    setFaults(byField);
    setFault(first < 0 ? refusalWords(failure) : undefined);
    setStep(first < 0 ? step : first);
  };
  const finish = async () => {
    setBusy(true);
    setFault(undefined);
    try {
      const { channel } = await setUp(values, withChannel);
      setChannelKey(channel?.key);
      setStep(DONE);
    } catch (failure) {
      refused(failure);
    } finally {
      setBusy(false);
    }
  };
  /** Gives the first field that is wrong and goes on when none is. */
  const goOn = (): SetUpField | undefined => {
    const fields = step === DONE - 1 && !withChannel ? [] : (STEPS[step] ?? []);
    const wrong = check(fields);
    if (!wrong && step === DONE - 1) {
      finish();
    } else if (!wrong) {
      setStep(step + 1);
    }
    return wrong;
  };
  return { step, setStep, withChannel, setWithChannel, busy, fault, channelKey, bind, goOn };
}

/** First run: the company, its administrator and the first channel, then the code for the website. */
export function SetUp() {
  const t = useTexts();
  useOnlyWhenNeeded();
  const { step, setStep, withChannel, setWithChannel, busy, fault, channelKey, bind, goOn } = useSetUp();
  const heading = useHeadingFocus(step);
  const form = useRef<HTMLFormElement>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) {
      return;
    }
    const wrong = goOn();
    if (wrong) {
      form.current?.querySelector<HTMLInputElement>(`[name=${wrong}]`)?.focus();
    }
  };
  const titles = [t('title_company'), t('title_administrator'), t('title_channel'), t('title_done')];
  const hints = [t('hint_company'), t('hint_administrator'), t('hint_channel'), t('hint_done')];
  return (
    <SetUpFrame step={step} title={titles[step] ?? ''} hint={hints[step] ?? ''} heading={heading}>
      {fault && (
        <Banner tone="bad" icon="warning" role="alert">
          {fault}
        </Banner>
      )}
      {step < DONE && (
        <form className="set-up-form" ref={form} onSubmit={submit} noValidate>
          {step === 0 && <CompanyStep bind={bind} />}
          {step === 1 && <AdministratorStep bind={bind} />}
          {step === 2 && <ChannelStep bind={bind} wanted={withChannel} onWanted={setWithChannel} />}
          <div className="row set-up-buttons">
            {step > 0 && (
              <Button size="l" look="quiet" icon="left" onClick={() => setStep(step - 1)}>
                {t('back')}
              </Button>
            )}
            <span className="grow" />
            <Button size="l" look="primary" type="submit" busy={busy && t('finishing')}>
              {step === DONE - 1 ? t('finish') : t('continue')}
            </Button>
          </div>
        </form>
      )}
      {step === DONE && (
        <>
          {channelKey && <InstallCode channelKey={channelKey} />}
          <div className="row set-up-buttons">
            <span className="grow" />
            <Button size="l" look="primary" onClick={() => navigate('/', { replace: true })}>
              {t('open_workspace')}
            </Button>
          </div>
        </>
      )}
    </SetUpFrame>
  );
}
