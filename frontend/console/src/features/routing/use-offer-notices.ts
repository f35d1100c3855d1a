import { useEffect } from 'react';
import type { OfferView } from '../../../../shared/api/views';
import { useDesk } from '../../foundation/desk/context';
import { toast } from '../../ui';
import { nameIn } from '../clients/client-name';
import { texts } from './texts';

/** Says what became of an offer that went away without the operator's doing. */
export function useOfferNotices(): void {
  const { store } = useDesk();
  useEffect(
    () =>
      store.hear({
        onEvent: ({ event, data }, before) => {
          if (!event.startsWith('offer.') || !before.offers.has((data as OfferView).id)) {
            return;
          }
          const { outcome, conversation } = data as OfferView;
          const name = nameIn(conversation);
          if (outcome === 'timed_out') {
            toast({ title: texts('missed'), body: texts('missed_hint', { name }), icon: 'clock' });
          } else if (outcome === 'cancelled') {
            toast({ title: texts('client_left', { name }), icon: 'sign-out' });
          }
        },
      }),
    [store],
  );
}
