import { type FormEvent, useState } from 'react';
import { Refusal, request } from '../../../foundation/http';
import { AnswerPane, refusalWords } from '../../../shell';
import { Banner, Button, Dialog, EmptyState, TextField, useDraft, useFields } from '../../../ui';
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
  const [{ memberIds }, setMembers] = useDraft<{ memberIds: readonly string[] }>({
    memberIds: group?.member_ids ?? [],
  });
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
      <Ticks
        legend={t('members')}
        all={operators}
        chosen={memberIds}
        onChange={(ids) => setMembers({ memberIds: ids })}
      />
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
  /** An id, or that of none: a new group. */
  const [edited, setEdited] = useState<string>();
  const chosen = groups.answer?.items.find(({ id }) => id === edited) ?? null;
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
