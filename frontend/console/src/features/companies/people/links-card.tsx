import { useState } from 'react';
import { request } from '../../../foundation/http';
import { notSaved } from '../../../shell';
import { Button, Card, Chip, Time } from '../../../ui';
import { useTexts } from '../texts';
import type { SignUpLink } from './people';

function LinkRow({ link, onRevoked }: { link: SignUpLink; onRevoked: () => void }) {
  const t = useTexts();
  const [busy, setBusy] = useState(false);
  const { id, email, role, state, valid_until, used_at } = link;
  const revoke = async () => {
    setBusy(true);
    try {
      await request('POST', `/sign-up-links/${encodeURIComponent(id)}/revoke`, { body: {} });
      onRevoked();
    } catch (failure) {
      notSaved(failure);
    } finally {
      setBusy(false);
    }
  };
  const when = <Time at={used_at ?? valid_until} style="moment" />;
  return (
    <li className="settings-line">
      <div className="grow">
        <div className="m ell">{email}</div>
        <div className="sm t3">
          {t(`role_${role}`)} · {t.rich(used_at ? 'link_used_at' : 'link_valid_until', { when })}
        </div>
      </div>
      <Chip {...(state === 'active' ? { tone: 'ok' as const } : {})}>{t(`link_${state}`)}</Chip>
      {state === 'active' && (
        <Button size="s" aria-label={t('revoke_name', { email })} busy={busy && t('saving')} onClick={revoke}>
          {t('revoke')}
        </Button>
      )}
    </li>
  );
}

/** The links by which colleagues join: which still work, and who has come by which. */
export function LinksCard({ links, onChange }: { links: readonly SignUpLink[]; onChange: () => void }) {
  const t = useTexts();
  if (links.length === 0) {
    return null;
  }
  return (
    <Card title={t('sign_up_links')}>
      <ul>
        {links.map((link) => (
          <LinkRow key={link.id} link={link} onRevoked={onChange} />
        ))}
      </ul>
    </Card>
  );
}
