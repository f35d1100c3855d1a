import { type ChannelKind, ChannelTile } from '../../ui';
import { useTexts } from './texts';

interface Card {
  kind: ChannelKind;
  name: string;
  /** What the client wrote, in the client's language; for a call our own words. */
  words?: string;
  time?: string;
}

/** Invented clients. Screen readers pass over all of it. */
const CARDS: readonly Card[] = [
  { kind: 'webchat', name: 'Amélie Laurent', words: 'Le Ridge 45 est-il en stock à Lyon ?', time: '0:12' },
  { kind: 'phone', name: '+44 7700 900142', time: '0:04' },
  { kind: 'whatsapp', name: 'Daniel Meyer', words: 'Danke, bis Donnerstag!', time: '0:41' },
  { kind: 'email', name: 'Northgate Scouts', words: 'Group order, 24 sleeping bags', time: '8:00' },
];

/** What the product is, without words to read: four clients on four channels in one column. */
export function SignInPicture() {
  const t = useTexts();
  return (
    <div className="auth-picture" aria-hidden="true">
      <div className="flow">
        {CARDS.map(({ kind, name, words, time }) => (
          <div className="flow-card" key={name}>
            <ChannelTile kind={kind} size="l" silent />
            <div className="grow">
              <div className="b">{name}</div>
              <div className="t2 ell">{words ?? t('incoming_call')}</div>
            </div>
            <span className="sm t3 num">{time}</span>
          </div>
        ))}
        <p className="t2">{t('motto')}</p>
      </div>
    </div>
  );
}
