import { useDesk, useWorkspace } from '../../foundation/desk/context';
import { offers } from '../../foundation/workspace/lists';
import { useShortcuts } from '../../shell';
import { useKindName } from '../../ui';
import { nameIn } from '../clients/client-name';
import { OfferCard } from './offer-card';
import { accept, decline } from './offer-verbs';
import { texts, useTexts } from './texts';

/** The offers that stand before the operator, the oldest first; the keys answer that one. */
export function Offers() {
  const t = useTexts();
  const desk = useDesk();
  const kindName = useKindName();
  const standing = useWorkspace(offers);
  const first = standing[0];
  const newest = standing.at(-1);
  useShortcuts([
    {
      id: 'routing.accept',
      keys: ['A', 'Alt+A'],
      words: () => texts('accept_first'),
      group: 'anywhere',
      when: () => first !== undefined,
      run: () => first && accept(desk, first),
    },
    {
      id: 'routing.decline',
      keys: ['D', 'Alt+D'],
      words: () => texts('decline_first'),
      group: 'anywhere',
      when: () => first !== undefined,
      run: () => first && decline(desk, first),
    },
  ]);
  return (
    <>
      <div className="sr" role="alert">
        {newest &&
          t('offered', {
            name: nameIn(newest.conversation),
            channel: kindName(newest.conversation.channel_kind),
          })}
      </div>
      {standing.map((offer) => (
        <OfferCard key={offer.id} offer={offer} keys={offer === first} />
      ))}
    </>
  );
}
