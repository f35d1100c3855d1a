import { type FormEvent, useState } from 'react';
import { Refusal, request } from '../../../foundation/http';
import { AnswerPane, refusalWords } from '../../../shell';
import { Banner, Button, Dialog, EmptyState, TextField, useFields } from '../../../ui';
import { keysOfIntention } from '../intention';
import { RULES } from '../set-up-form';
import { texts, useTexts } from '../texts';
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

const OWN_RULES = {
  name: (value: string) => (RULES.name?.(value) ? texts('group_name_missing') : null),
};

function GroupForm({ group, operators, onClose, onSaved }: GroupDialogProps) {
  const t = useTexts();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const [keyFor] = useState(keysOfIntention);
  const [memberIds, setMemberIds] = useState<readonly string[]>(group?.member_ids ?? []);
  const { values, bind, check, setFaults } = useFields({ name: group?.name ?? '' }, OWN_RULES);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || check(['name'])) {
      return;
    }
    setBusy(true);
    setFault(undefined);
    const body = { name: values.name.trim(), member_ids: memberIds };
    try {
      await (group
        ? request('PATCH', `/groups/${encodeURIComponent(group.id)}`, { body })
        : request('POST', '/groups', { body, idempotencyKey: keyFor(body) }));
      onSaved();
    } catch (failure) {
      if (failure instanceof Refusal && failure.code === 'name_taken') {
        setFaults({ name: t('group_name_taken') });
      } else {
        setFault(refusalWords(failure));
      }
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="settings-form" onSubmit={save} noValidate>
      {fault && (
        <Banner tone="bad" icon="warning" role="alert">
          {fault}
        </Banner>
      )}
      <TextField label={t('group_name')} {...bind('name')} />
      <Ticks legend={t('members')} all={operators} chosen={memberIds} onChange={setMemberIds} />
      <div className="dialog-buttons">
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button look="primary" type="submit" busy={busy && t('saving')}>
          {t(group ? 'save' : 'add')}
        </Button>
      </div>
    </form>
  );
}

/** The groups, who shares each one's queue, and new ones. */
export function GroupsSettings() {
  const t = useTexts();
  const groups = useLiveAnswer<{ items: Group[] }>('/groups', ['operator', 'queue']);
  const operators = useLiveAnswer<{ items: Operator[] }>('/operators', ['operator']);
  const [edited, setEdited] = useState<Group | 'new'>();
  const people = (operators.answer?.items ?? []).filter(({ active }) => active);
  return (
    <>
      <div className="row settings-title">
        <h2 className="grow">{t('section_groups')}</h2>
        <Button look="primary" icon="plus" onClick={() => setEdited('new')}>
          {t('add_group')}
        </Button>
      </div>
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
                    onClick={() => setEdited(group)}
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
          title={edited === 'new' ? t('add_group') : edited.name}
          width={480}
        >
          <GroupForm
            group={edited === 'new' ? null : edited}
            operators={people}
            onClose={() => setEdited(undefined)}
            onSaved={() => {
              setEdited(undefined);
              groups.again();
            }}
          />
        </Dialog>
      )}
    </>
  );
}
