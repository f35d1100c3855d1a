import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ConversationView } from '../../../../shared/api/views';
import { useDesk, useLiveState, useWorkspace } from '../../foundation/desk/context';
import { queuesQuery } from '../../foundation/queries';
import { Button, Menu, MenuItem } from '../../ui';
import { pick } from './offer-verbs';
import { useTexts } from './texts';
import { Give } from './why-give';
import { widen } from './why-verbs';
import { listWords, type WaitsExplanation, type Wider } from './why-waits-facts';

interface OpenProps {
  conversation: ConversationView;
  data: WaitsExplanation;
  /** Why it cannot be done at this moment. */
  not: string | false;
}

/** The groups that may not take it yet; none for one that waits for everybody or for one operator. */
function useOtherGroups({ conversation, data }: Omit<OpenProps, 'not'>) {
  const { data: queues = [] } = useQuery(queuesQuery);
  const own = queues.find(({ id }) => id === conversation.queue_id);
  if (!own || own.group_id === null) {
    return [];
  }
  const groups = new Map(queues.map(({ group_id, group_name }) => [group_id, group_name ?? '']));
  return [...groups]
    .flatMap(([id, name]) => (id === null || data.group_ids.includes(id) ? [] : [{ id, name }]))
    .sort((one, other) => one.name.localeCompare(other.name));
}

/** What the next step of its queue will open, done now. */
function useNextWords(): (wider: Wider) => string {
  const t = useTexts();
  return ({ groups, drop_skills, lower_to }) => {
    if (groups.length > 0) {
      return t('open_to_now', { groups: listWords(groups) });
    }
    return drop_skills || lower_to === null ? t('ask_nothing_now') : t('ask_less_now', { level: lower_to });
  };
}

/** Opens it to more people: what comes anyway at once, another group, or without a skill. */
function Open({ conversation, data, not }: OpenProps) {
  const t = useTexts();
  const desk = useDesk();
  const groups = useOtherGroups({ conversation, data });
  const nextWords = useNextWords();
  const next = data.comes.find(({ wider }) => wider !== null)?.wider;
  const [busy, setBusy] = useState(false);
  // Until it is told what became of it, a second press would do the next thing.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is told by another answer
  useEffect(() => setBusy(false), [data]);
  const open = async (how: Partial<Wider>) => {
    const { groups: _, ...sent } = how;
    setBusy(true);
    setBusy(await widen(desk, conversation.id, sent));
  };
  const asks = data.asked.length > 0;
  return (
    <>
      {next && (
        <Button look="primary" busy={busy && t('opening')} disabledBecause={not} onClick={() => open(next)}>
          {nextWords(next)}
        </Button>
      )}
      {(groups.length > 0 || asks) && (
        <Menu
          label={t('open_to')}
          align="start"
          side="top"
          width={280}
          trigger={<Button disabledBecause={not}>{t('open_to')}</Button>}
        >
          {groups.map(({ id, name }) => (
            <MenuItem key={id} icon="users" onSelect={() => open({ add_group_ids: [id] })}>
              {name}
            </MenuItem>
          ))}
          {asks && (
            <MenuItem
              icon="tag"
              detail={listWords(data.asked.map(({ skill, level }) => `${skill} ${level}`))}
              onSelect={() => open({ drop_skills: true })}
            >
              {t('ask_nothing')}
            </MenuItem>
          )}
        </Menu>
      )}
    </>
  );
}

export interface WhatYouCanDoProps extends Omit<OpenProps, 'not'> {
  onDone: () => void;
}

/** What a supervisor can do about it, and what everybody can who sees it wait. */
export function WhatYouCanDo({ conversation, data, onDone }: WhatYouCanDoProps) {
  const t = useTexts();
  const desk = useDesk();
  const cut = useLiveState() !== 'live' && t('accept_offline');
  const me = useWorkspace((workspace) => workspace.me);
  const [busy, setBusy] = useState(false);
  const { offered_to } = conversation;
  const offered = offered_to !== null && t('waits_offered_to', { name: offered_to.name });
  const supervises = me.role !== 'operator';
  const take = async () => {
    setBusy(true);
    await pick(desk, conversation);
    setBusy(false);
  };
  return (
    <section className="why-part" aria-labelledby="why-do">
      <h3 id="why-do">{t('what_you_can_do')}</h3>
      <div className="row wrap">
        {supervises && <Open conversation={conversation} data={data} not={cut || offered} />}
        {supervises && <Give conversation={conversation} now={data.now} onGiven={onDone} />}
        <Button
          busy={busy && t('taking')}
          disabledBecause={cut || (offered_to?.id !== me.id && offered)}
          onClick={take}
        >
          {t('take_it_myself')}
        </Button>
      </div>
    </section>
  );
}
