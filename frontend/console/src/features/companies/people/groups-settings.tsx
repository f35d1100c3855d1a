import { useState } from 'react';
import { request } from '../../../foundation/http';
import { AnswerPane } from '../../../shell';
import { Button, Dialog, EmptyState, useDraft } from '../../../ui';
import { NamedForm } from '../named-form';
import { SettingsHead } from '../settings-head';
import { useTexts } from '../texts';
import { useLiveAnswer } from '../use-live-answer';
import { type Group, type Named, namesOf, type Operator } from './people';
import { Ticks } from './ticks';

interface GroupDialogProps {
  /** Null makes a new one. */
  group: Group | null;
  operators: readonly Named[];
  onClose: () => void;
  onSaved: () => void;
}

function GroupForm({ group, operators, onClose, onSaved }: GroupDialogProps) {
  const t = useTexts();
  const [{ memberIds }, setMembers] = useDraft<{ memberIds: readonly string[] }>({
    memberIds: group?.member_ids ?? [],
  });
  return (
    <NamedForm
      name={group?.name ?? null}
      label={t('group_name')}
      missing={t('group_name_missing')}
      taken={t('group_name_taken')}
      longest={120}
      onClose={onClose}
      save={async (name, keyFor) => {
        const body = { name, member_ids: memberIds };
        await (group
          ? request('PATCH', `/groups/${encodeURIComponent(group.id)}`, { body })
          : request('POST', '/groups', { body, idempotencyKey: keyFor(body) }));
        onSaved();
      }}
    >
      <Ticks
        legend={t('members')}
        all={operators}
        chosen={memberIds}
        onChange={(ids) => setMembers({ memberIds: ids })}
      />
    </NamedForm>
  );
}

/** The groups, who shares each one's queue, and new ones. */
export function GroupsSettings() {
  const t = useTexts();
  const groups = useLiveAnswer<{ items: Group[] }>('/groups', ['operator', 'queue']);
  const operators = useLiveAnswer<{ items: Operator[] }>('/operators', ['operator']);
  /** An id, or that of none: a new group. */
  const [edited, setEdited] = useState<string>();
  const chosen = groups.answer?.items.find(({ id }) => id === edited) ?? null;
  const people = (operators.answer?.items ?? []).filter(({ active }) => active);
  return (
    <>
      <SettingsHead title={t('section_groups')} add={t('add_group')} onAdd={() => setEdited('new')} />
      <AnswerPane of={groups}>
        {({ items }) =>
          items.length > 0 ? (
            <ul className="card" aria-label={t('section_groups')}>
              {items.map((group) => (
                <li className="settings-line" key={group.id}>
                  <div className="grow">
                    <div className="m ell">{group.name}</div>
                    <div className="sm t3">{namesOf(people, group.member_ids) || t('no_members')}</div>
                  </div>
                  <Button
                    size="s"
                    aria-label={t('change_name', { name: group.name })}
                    onClick={() => setEdited(group.id)}
                  >
                    {t('change')}
                  </Button>
                </li>
              ))}
            </ul>
          ) : (
            <EmptyState icon="users" title={t('no_groups')}>
              {t('no_groups_hint')}
            </EmptyState>
          )
        }
      </AnswerPane>
      {edited && (
        <Dialog
          open
          onClose={() => setEdited(undefined)}
          title={chosen ? chosen.name : t('add_group')}
          width={480}
        >
          <GroupForm
            key={edited}
            group={chosen}
            operators={people}
            onClose={() => setEdited(undefined)}
            onSaved={() => {
              setEdited(undefined);
              groups.refresh();
            }}
          />
        </Dialog>
      )}
    </>
  );
}
