import { useState } from 'react';
import { useDesk } from '../../../foundation/desk/context';
import { Button, Dialog, toast } from '../../../ui';
import { machine } from '../machine';
import type { Check } from '../readiness';
import { texts, useTexts } from '../texts';
import { changePreferences } from './change';

async function subscribe(): Promise<void> {
  if (!(await machine()?.subscribe())) {
    toast({ title: texts('subscribe_failed'), body: texts('subscribe_failed_hint'), tone: 'alert' });
  }
}

function HowTo({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTexts();
  return (
    <Dialog open={open} title={t('how_title')} onClose={onClose}>
      <p>{t('how_body')}</p>
    </Dialog>
  );
}

/** The one button that mends a check, by what is wrong. */
export function Mend({ check, because }: Check) {
  const t = useTexts();
  const { store } = useDesk();
  const [showing, setShowing] = useState(false);
  switch (`${check}_${because}`) {
    case 'sound_in_app_off':
      return (
        <Button size="s" onClick={() => changePreferences({ sounds: true, volume: 70 })}>
          {t('turn_on_sounds')}
        </Button>
      );
    case 'sound_in_browser_blocked':
      return (
        <Button size="s" onClick={() => machine()?.unlockSound()}>
          {t('turn_on_sound')}
        </Button>
      );
    case 'browser_permission_default':
      return (
        <Button size="s" onClick={() => machine()?.turnOn()}>
          {t('turn_on')}
        </Button>
      );
    case 'browser_permission_denied':
      return (
        <>
          <Button size="s" onClick={() => setShowing(true)}>
            {t('show_me_how')}
          </Button>
          <Button size="s" look="quiet" onClick={() => machine()?.look()}>
            {t('check_again')}
          </Button>
          <HowTo open={showing} onClose={() => setShowing(false)} />
        </>
      );
    case 'connection_not_connected':
      return (
        <Button size="s" onClick={() => store.live?.tryNow()}>
          {t('try_now')}
        </Button>
      );
    case 'push_off':
      return (
        <Button size="s" onClick={subscribe}>
          {t('subscribe')}
        </Button>
      );
    case 'push_dead':
      return (
        <Button size="s" onClick={subscribe}>
          {t('subscribe_again')}
        </Button>
      );
    default:
      return null;
  }
}
