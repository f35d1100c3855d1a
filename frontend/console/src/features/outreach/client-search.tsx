import './outreach.css';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ClientView, Page } from '../../../../shared/api/views';
import { request } from '../../foundation/http';
import { clientQuery } from '../../foundation/queries';
import { Avatar, TextField } from '../../ui';
import { clientName } from '../clients/client-name';
import type { AddressKind } from './starts';
import { useTexts } from './texts';

const SHOWN = 5;

interface Props {
  /** By which kinds of address one can write here. */
  to: readonly AddressKind[];
  onFound: (kind: AddressKind, value: string) => void;
}

/** Looks among the clients that there are, and gives the address by which the chosen one is reached here. */
export function ClientSearch({ to, onFound }: Props) {
  const t = useTexts();
  const queries = useQueryClient();
  const [typed, setTyped] = useState('');
  const [unreachable, setUnreachable] = useState(false);
  const words = typed.trim();
  const { data } = useQuery({
    queryKey: ['clients', words, SHOWN],
    queryFn: ({ signal }) =>
      request<Page<ClientView>>('GET', `/clients?limit=${SHOWN}&q=${encodeURIComponent(words)}`, { signal }),
    enabled: words !== '',
  });
  const choose = async (client: ClientView) => {
    const { identities } = await queries.fetchQuery(clientQuery(client.id));
    const onCard = { email: client.email, phone: client.phone, vendor: null };
    for (const kind of to) {
      const value = identities.find((each) => each.kind === kind)?.value_shown ?? onCard[kind];
      if (value) {
        setTyped('');
        onFound(kind, value);
        return;
      }
    }
    setUnreachable(true);
  };
  const nobody = words !== '' && data?.items.length === 0;
  return (
    <div>
      <TextField
        type="search"
        label={t('find_client')}
        hint={nobody ? t('no_client_found') : t('find_client_hint')}
        error={unreachable ? t('no_address') : null}
        maxLength={200}
        value={typed}
        onChange={(changed) => {
          setUnreachable(false);
          setTyped(changed);
        }}
      />
      {words !== '' && data && data.items.length > 0 && (
        <ul className="found-clients" aria-label={t('found')}>
          {data.items.map((client) => (
            <li key={client.id}>
              <button
                type="button"
                className="mi"
                onClick={() => choose(client).catch(() => setUnreachable(true))}
              >
                <Avatar name={clientName(client)} colourBy={client.id} size="s" />
                <span className="grow mi-words">{clientName(client)}</span>
                <span className="sm t3 ell">{[client.email, client.phone].filter(Boolean).join(' · ')}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
