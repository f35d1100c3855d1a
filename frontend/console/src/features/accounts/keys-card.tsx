import { useState } from 'react';
import { showLayer, singleLettersOn, switchSingleLetters } from '../../shell';
import { Button, Keys, Switch } from '../../ui';
import { useTexts } from './texts';

/** Keyboard shortcuts of this device. */
export function KeysCard() {
  const t = useTexts();
  const [letters, setLetters] = useState(singleLettersOn);
  const change = (on: boolean) => {
    switchSingleLetters(on);
    setLetters(on);
  };
  const caps = { accept: <Keys combination="A" aloud />, next: <Keys combination="J" aloud /> };
  return (
    <section className="card" aria-labelledby="profile-keys">
      <div className="h">
        <h3 id="profile-keys">{t('keys')}</h3>
        <span className="end">
          <Button size="s" onClick={() => showLayer('shortcuts')}>
            {t('keys_see')}
          </Button>
        </span>
      </div>
      <div className="profile-line">
        <div className="grow">
          <div className="m">{t('single_letters')}</div>
          <div className="sm t3">{t.rich('single_letters_hint', caps)}</div>
        </div>
        <Switch on={letters} onChange={change} label={t('single_letters_name')} />
      </div>
    </section>
  );
}
