import { useState } from 'react';
import { Dialog, Switch } from '../ui';
import { KeyChoice } from './key-choice';
import {
  combinations,
  type Shortcut,
  shortcuts,
  singleLettersOn,
  switchSingleLetters,
} from './shortcuts/registry';
import { useTexts } from './texts';

const GROUPS = ['anywhere', 'conversation'] as const;

function Group({ name, list }: { name: (typeof GROUPS)[number]; list: readonly Shortcut[] }) {
  const t = useTexts();
  return (
    <section>
      <h3 className="mh">{t(name === 'anywhere' ? 'keys_anywhere' : 'keys_conversation')}</h3>
      <dl className="keys">
        {list.map((shortcut) => (
          <div key={shortcut.id}>
            <dt>{shortcut.words()}</dt>
            <dd>
              {combinations(shortcut).map((combination) => (
                <KeyChoice key={combination} combination={combination} words={shortcut.words()} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Every key that works now, each to be changed or switched off, and the switch for single letters. */
export function ShortcutList({ onClose }: { onClose: () => void }) {
  const t = useTexts();
  const [letters, setLetters] = useState(singleLettersOn);
  const change = (on: boolean) => {
    switchSingleLetters(on);
    setLetters(on);
  };
  return (
    <Dialog open onClose={onClose} title={t('shortcuts')} width={620}>
      <div className="row g5">
        <div className="grow">
          <div className="m">{t('single_letters')}</div>
          <div className="sm t3">{t('single_letters_hint')}</div>
        </div>
        <Switch on={letters} onChange={change} label={t('single_letters')} />
      </div>
      <div className="key-groups">
        {GROUPS.map((group) => {
          const list = shortcuts().filter((shortcut) => shortcut.group === group);
          return list.length > 0 && <Group key={group} name={group} list={list} />;
        })}
      </div>
    </Dialog>
  );
}
