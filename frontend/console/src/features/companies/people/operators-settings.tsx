import { useState } from 'react';
import { AnswerPane } from '../../../shell';
import { Avatar, Button, Chip } from '../../../ui';
import type { Skill } from '../routing/routing';
import { SettingsHead } from '../settings-head';
import { useTexts } from '../texts';
import { useLiveAnswer } from '../use-live-answer';
import { LinkDialog } from './link-dialog';
import { LinksCard } from './links-card';
import { OperatorDialog } from './operator-dialog';
import {
  type Colleague,
  type DeclaredStatus,
  type Group,
  type Named,
  namesOf,
  type Operator,
  type SignUpLink,
  type UsualCapacity,
} from './people';

interface OperatorRowProps {
  operator: Operator;
  /** What they declared; absent until it is known. */
  status: DeclaredStatus | undefined;
  groups: readonly Named[];
  channels: readonly Named[];
  onEdit: () => void;
}

function OperatorRow({ operator, status, groups, channels, onEdit }: OperatorRowProps) {
  const t = useTexts();
  const { id, name, picture, email, role, active, group_ids, channel_ids } = operator;
  return (
    <li className="settings-line">
      <Avatar name={name} colourBy={id} picture={picture} />
      <div className="grow">
        <div className="m ell">{name}</div>
        <div className="sm t3 ell">{email}</div>
        <div className="sm t2">
          {t(`role_${role}`)} · {namesOf(groups, group_ids) || t('no_group')} ·{' '}
          {namesOf(channels, channel_ids) || t('no_channel')}
        </div>
      </div>
      {!active && <Chip>{t('deactivated')}</Chip>}
      {active && status && <span className="sm t2">{t(`status_${status}`)}</span>}
      <Button size="s" aria-label={t('change_name', { name })} onClick={onEdit}>
        {t('change')}
      </Button>
    </li>
  );
}

/** Who works here, as what, in which groups and on which channels; and the links by which others join. */
export function OperatorsSettings() {
  const t = useTexts();
  const operators = useLiveAnswer<{ items: Operator[] }>('/operators', ['operator']);
  const groups = useLiveAnswer<{ items: Group[] }>('/groups', ['operator', 'queue']);
  const channels = useLiveAnswer<{ items: Named[] }>('/channels', ['settings']);
  const company = useLiveAnswer<{ settings: { capacity: UsualCapacity } }>('/company', ['settings']);
  const skills = useLiveAnswer<{ items: Skill[] }>('/skills', ['settings']);
  const links = useLiveAnswer<{ items: SignUpLink[] }>('/sign-up-links', ['operator']);

  /** An id, or that of none: a new colleague. */
  const [edited, setEdited] = useState<string>();
  const chosen = operators.answer?.items.find(({ id }) => id === edited);
  const colleagues = useLiveAnswer<{ items: Colleague[] }>('/colleagues', ['operator']);
  const statusOf = new Map(colleagues.answer?.items.map(({ id, status }) => [id, status]));
  const known = { groups: groups.answer?.items ?? [], channels: channels.answer?.items ?? [] };
  const put = (changed: Operator) => {
    const items = operators.answer?.items ?? [];
    operators.replace({ items: items.map((one) => (one.id === changed.id ? changed : one)) });
    setEdited(undefined);
  };
  return (
    <>
      <SettingsHead title={t('section_operators')} add={t('add_colleague')} onAdd={() => setEdited('new')} />
      <div className="settings-cards">
        <AnswerPane of={operators}>
          {({ items }) => (
            <ul className="card" aria-label={t('section_operators')}>
              {items.map((operator) => (
                <OperatorRow
                  key={operator.id}
                  operator={operator}
                  status={statusOf.get(operator.id)}
                  {...known}
                  onEdit={() => setEdited(operator.id)}
                />
              ))}
            </ul>
          )}
        </AnswerPane>
        <AnswerPane of={links}>
          {({ items }) => <LinksCard links={items} onChange={links.refresh} />}
        </AnswerPane>
      </div>
      {edited === 'new' && (
        <LinkDialog {...known} onClose={() => setEdited(undefined)} onMade={links.refresh} />
      )}
      {chosen && (
        <OperatorDialog
          key={chosen.id}
          operator={chosen}
          usual={company.answer?.settings.capacity}
          skills={skills.answer?.items ?? []}
          {...known}
          onClose={() => setEdited(undefined)}
          onSaved={put}
        />
      )}
    </>
  );
}
