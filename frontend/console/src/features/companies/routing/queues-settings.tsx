import { useState } from 'react';
import { request } from '../../../foundation/http';
import { AnswerPane } from '../../../shell';
import { Button, Chip, Dialog, SelectField, useDraft } from '../../../ui';
import { NamedForm } from '../named-form';
import type { Group, Named } from '../people/people';
import { SettingsHead } from '../settings-head';
import { useTexts } from '../texts';
import { useLiveAnswer } from '../use-live-answer';
import { FaultLine } from './faults';
import { HolidaysCard } from './holidays-card';
import { QueueForm } from './queue-form';
import './routing.css';
import { HEARD, type Queue, type Routing, type Skill } from './routing';

const NEW = 'new';

interface NewQueueProps {
  groups: readonly Named[];
  onClose: () => void;
  onMade: (id: string) => void;
}

/** One more queue of a group; what else is set of it comes after. */
function NewQueue({ groups, onClose, onMade }: NewQueueProps) {
  const t = useTexts();
  const [{ group }, choose] = useDraft({ group: groups[0]?.id ?? '' });
  return (
    <NamedForm
      name={null}
      label={t('queue_name')}
      missing={t('queue_name_missing')}
      onClose={onClose}
      save={async (name, keyFor) => {
        const body = { group_id: group, name };
        onMade((await request<Queue>('POST', '/queues', { body, idempotencyKey: keyFor(body) })).id);
      }}
    >
      <SelectField
        label={t('group')}
        options={groups.map(({ id, name }) => ({ value: id, label: name }))}
        value={group}
        onChange={(chosen) => choose({ group: chosen })}
      />
    </NamedForm>
  );
}

interface QueueRowProps {
  queue: Queue;
  queues: readonly Queue[];
  skills: readonly Skill[];
  onEdit: () => void;
}

function QueueRow({ queue, queues, skills, onEdit }: QueueRowProps) {
  const t = useTexts();
  const { name, group_name, waiting, discipline, overflow, open, faults } = queue;
  const to = queues.find(({ id }) => id === overflow?.to_queue_id);
  const facts = [
    group_name ?? t('queue_of_everybody'),
    t(`discipline_${discipline}`),
    to && t('overflows_to', { queue: to.name }),
    t('queue_waiting', { count: waiting }),
  ];
  return (
    <li className="settings-line">
      <div className="grow">
        <div className="m ell">{name}</div>
        <div className="sm t3">{facts.filter(Boolean).join(' · ')}</div>
        <FaultLine faults={faults} queues={queues} skills={skills} />
      </div>
      {!open && <Chip>{t('queue_closed')}</Chip>}
      <Button size="s" aria-label={t('change_name', { name })} onClick={onEdit}>
        {t('change')}
      </Button>
    </li>
  );
}

/** The queues that several people share, how each is worked off, and the days on which they are closed. */
export function QueuesSettings() {
  const t = useTexts();
  const routing = useLiveAnswer<Routing>('/routing', HEARD);
  const groups = useLiveAnswer<{ items: Group[] }>('/groups', ['operator', 'queue']);
  const skills = useLiveAnswer<{ items: Skill[] }>('/skills', ['settings']);
  const [edited, setEdited] = useState<string>();
  const chosen = routing.answer?.queues.find(({ id }) => id === edited);
  const known = { queues: routing.answer?.queues ?? [], skills: skills.answer?.items ?? [] };
  const close = () => setEdited(undefined);
  return (
    <>
      <SettingsHead
        title={t('section_queues')}
        hint={t('queues_hint')}
        add={t('add_queue')}
        onAdd={() => setEdited(NEW)}
      />
      <div className="settings-cards">
        <AnswerPane of={routing}>
          {({ queues }) => (
            <ul className="card" aria-label={t('section_queues')}>
              {queues.map((queue) => (
                <QueueRow key={queue.id} queue={queue} {...known} onEdit={() => setEdited(queue.id)} />
              ))}
            </ul>
          )}
        </AnswerPane>
        <HolidaysCard />
      </div>
      {edited === NEW && (
        <Dialog open onClose={close} title={t('add_queue')} width={420}>
          <NewQueue
            groups={groups.answer?.items ?? []}
            onClose={close}
            onMade={(id) => {
              routing.refresh();
              setEdited(id);
            }}
          />
        </Dialog>
      )}
      {chosen && (
        <Dialog open onClose={close} title={chosen.name} width={680}>
          <QueueForm
            key={chosen.id}
            queue={chosen}
            {...known}
            groups={groups.answer?.items ?? []}
            onClose={close}
            onSaved={() => {
              routing.refresh();
              close();
            }}
          />
        </Dialog>
      )}
    </>
  );
}
