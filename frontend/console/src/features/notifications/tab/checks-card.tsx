import { useId, useState } from 'react';
import { useLiveState } from '../../../foundation/desk/context';
import { refusalWords } from '../../../shell';
import { Button, Chip, classes, Icon, type IconName, type Tone, toast } from '../../../ui';
import { machine } from '../machine';
import { type Check, checks, useReadiness } from '../readiness';
import { useTexts } from '../texts';
import { Mend } from './mend';
import { type Asked, Questions } from './questions';

const LOOKS: Readonly<Record<Check['state'], { tone: Tone; icon: IconName }>> = {
  ok: { tone: 'ok', icon: 'tick' },
  fix: { tone: 'bad', icon: 'close' },
  cant_tell: { tone: 'warn', icon: 'help' },
};

/** Names that say the state at once; the others are called after the thing. */
const TITLES = [
  'sound_in_app_ok_title',
  'sound_in_browser_blocked_title',
  'browser_permission_denied_title',
  'connection_ok_title',
] as const;

function titleOf({ check, because }: Check, t: ReturnType<typeof useTexts>): string {
  const own = TITLES.find((title) => title === `${check}_${because}_title`);
  if (own) {
    return t(own);
  }
  return check === 'push' ? t('push_check') : t(check);
}

type Sentence =
  | 'sound_in_app_ok'
  | 'sound_in_app_off'
  | 'sound_in_browser_ok'
  | 'sound_in_browser_blocked'
  | 'sound_in_browser_unsupported'
  | 'sound_in_browser_not_heard'
  | 'sound_in_browser_not_heard_yet'
  | 'browser_permission_ok'
  | 'browser_permission_default'
  | 'browser_permission_denied'
  | 'browser_permission_unsupported'
  | 'browser_permission_unknown'
  | 'operating_system_ok'
  | 'operating_system_not_seen'
  | 'operating_system_not_seen_yet'
  | 'connection_ok'
  | 'connection_not_connected'
  | 'push_ok'
  | 'push_off'
  | 'push_dead'
  | 'push_unknown';

function CheckRow({ found }: { found: Check }) {
  const t = useTexts();
  const { preferences } = useReadiness();
  const { tone, icon } = LOOKS[found.state];
  const sentence = `${found.check}_${found.because}` as Sentence;
  return (
    <li className="notif-check" data-check={found.check}>
      <span className={classes('notif-mark', tone)}>
        <Icon name={icon} size="xs" />
      </span>
      <div className="grow">
        <div className="m">{titleOf(found, t)}</div>
        <div className="sm t2">{t(sentence, { volume: preferences?.volume ?? 0 })}</div>
        <div className="row notif-mend">
          <Mend {...found} />
        </div>
      </div>
      <Chip tone={tone}>{t(`state_${found.state}`)}</Chip>
    </li>
  );
}

/** Whether notifications can arrive: what the browser says, and what only a test can tell. */
export function ChecksCard() {
  const t = useTexts();
  const id = useId();
  const live = useLiveState();
  const known = useReadiness();
  const [tested, setTested] = useState<{ at: number; asked: Asked } | null>(null);
  const test = async () => {
    setTested({ at: Date.now(), asked: { heard: true, seen: true } });
    try {
      await machine()?.test();
    } catch (failure) {
      toast({ title: t('test_failed'), body: refusalWords(failure), tone: 'alert' });
    }
  };
  const answer = (what: keyof Asked, yes: boolean) => {
    machine()?.answer({ [what]: yes });
    setTested((before) => before && { ...before, asked: { ...before.asked, [what]: false } });
  };
  return (
    <section className="card" aria-labelledby={id}>
      <div className="h">
        <h3 id={id}>{t('will_it_reach_you')}</h3>
        <Button size="s" look="primary" icon="bell" className="end" onClick={test}>
          {t('send_test')}
        </Button>
      </div>
      {tested && <Questions {...tested} onAnswer={answer} />}
      <ul>
        {checks(known, live).map((found) => (
          <CheckRow key={found.check} found={found} />
        ))}
      </ul>
    </section>
  );
}
