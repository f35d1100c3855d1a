import { useState } from 'react';
import { request } from '../../../foundation/http';
import { AnswerPane, notSaved } from '../../../shell';
import { Button, Chip, Confirm, EmptyState, Time } from '../../../ui';
import { SettingsHead } from '../settings-head';
import { useTexts } from '../texts';
import { useLiveAnswer } from '../use-live-answer';
import { KeyDialog } from './key-dialog';
import type { ApiKey } from './keys';

interface KeyRowProps {
  of: ApiKey;
  onRevoke: () => void;
}

function KeyRow({ of, onRevoke }: KeyRowProps) {
  const t = useTexts();
  const { name, ending, scopes, created_at, last_used_at, revoked_at } = of;
  const made = t.rich('key_made_at', { when: <Time at={created_at} style="moment" /> });
  const used = last_used_at
    ? t.rich('key_used_at', { when: <Time at={last_used_at} style="moment" /> })
    : t('key_never_used');
  return (
    <li className="settings-line">
      <div className="grow">
        <div className="m key-name">{name}</div>
        <div className="sm t2">
          {t('key_ends_with', { ending })} · {scopes.map((scope) => t(`scope_${scope}`)).join(', ')}
        </div>
        <div className="sm t3">
          {made} · {used}
        </div>
      </div>
      <Chip {...(revoked_at === null ? { tone: 'ok' as const } : {})}>
        {t(revoked_at === null ? 'link_active' : 'link_revoked')}
      </Chip>
      {revoked_at === null && (
        <Button size="s" aria-label={t('revoke_key_name', { name })} onClick={onRevoke}>
          {t('revoke')}
        </Button>
      )}
    </li>
  );
}

interface RevokeProps {
  of: ApiKey;
  onClose: () => void;
  onRevoked: (changed: ApiKey) => void;
}

function Revoke({ of, onClose, onRevoked }: RevokeProps) {
  const t = useTexts();
  const [busy, setBusy] = useState(false);
  const revoke = async () => {
    setBusy(true);
    try {
      onRevoked(await request<ApiKey>('DELETE', `/api-keys/${encodeURIComponent(of.id)}`));
    } catch (failure) {
      notSaved(failure);
    }
    onClose();
  };
  return (
    <Confirm
      open
      onClose={onClose}
      title={t('revoke_key_title', { name: of.name })}
      description={t('revoke_key_hint')}
      confirm={{ label: t('revoke'), run: revoke, busy: busy && t('saving') }}
      stay={t('keep')}
    />
  );
}

/** The keys by which programs of the company use the API: which work, what they may do, when they were used. */
export function KeySettings() {
  const t = useTexts();
  const keys = useLiveAnswer<{ items: ApiKey[] }>('/api-keys', ['settings']);
  const [adding, setAdding] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey>();
  const put = (changed: ApiKey) =>
    keys.replace({ items: (keys.answer?.items ?? []).map((one) => (one.id === changed.id ? changed : one)) });
  return (
    <>
      <SettingsHead
        title={t('section_keys')}
        hint={t('keys_hint')}
        add={t('add_key')}
        onAdd={() => setAdding(true)}
      />
      <AnswerPane of={keys}>
        {({ items }) =>
          items.length > 0 ? (
            <ul className="card" aria-label={t('section_keys')}>
              {items.map((one) => (
                <KeyRow key={one.id} of={one} onRevoke={() => setRevoking(one)} />
              ))}
            </ul>
          ) : (
            <EmptyState icon="key" title={t('no_keys')}>
              {t('no_keys_hint')}
            </EmptyState>
          )
        }
      </AnswerPane>
      {adding && <KeyDialog onClose={() => setAdding(false)} onMade={keys.refresh} />}
      {revoking && <Revoke of={revoking} onClose={() => setRevoking(undefined)} onRevoked={put} />}
    </>
  );
}
