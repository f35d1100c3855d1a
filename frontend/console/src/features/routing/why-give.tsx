import './transfer.css';
import { useState } from 'react';
import type { ConversationView } from '../../../../shared/api/views';
import { useDesk, useWorkspace } from '../../foundation/desk/context';
import { Button, Loading, Popover, SkeletonRows } from '../../ui';
import { useColleagues } from '../presence/use-colleagues';
import { TargetOptions } from './target-options';
import { TargetSearch, useTargetChoice } from './target-search';
import { useTexts } from './texts';
import { toColleagues } from './transfer-targets';
import { give } from './why-verbs';
import { notGivenBecause, type Waits } from './why-waits-facts';

interface GiveProps {
  conversation: ConversationView;
  now: Waits | null;
  onGiven: () => void;
}

function GiveForm({ conversation, now, onGiven }: GiveProps) {
  const t = useTexts();
  const desk = useDesk();
  const me = useWorkspace((workspace) => workspace.me.id);
  const [words, setWords] = useState('');
  const [busy, setBusy] = useState(false);
  const colleagues = useColleagues();
  const others = (colleagues.data ?? []).filter(({ id }) => id !== me);
  const targets = toColleagues(others, words, ({ id }) => notGivenBecause(now, id));
  const choice = useTargetChoice(targets, words);
  const { chosen } = choice;
  const submit = async () => {
    if (busy || chosen?.kind !== 'colleague') {
      return;
    }
    setBusy(true);
    const given = await give(desk, conversation.id, chosen.colleague);
    setBusy(false);
    if (given) {
      onGiven();
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <TargetSearch
        words={words}
        onWords={setWords}
        label={t('search_colleagues')}
        hint={t('search_colleagues_hint')}
        {...choice}
      />
      {colleagues.isPending && (
        <Loading label={t('loading_targets')}>
          <SkeletonRows count={3} />
        </Loading>
      )}
      {colleagues.isError && <p className="t2 transfer-failed">{t('targets_failed')}</p>}
      <TargetOptions targets={targets} {...choice} />
      <div className="row transfer-note">
        <span className="grow sm t3">{t('give_hint')}</span>
        <Button
          type="submit"
          look="primary"
          size="s"
          busy={busy && t('giving')}
          disabledBecause={!chosen && t('choose_colleague')}
        >
          {t('give')}
        </Button>
      </div>
    </form>
  );
}

/** Whom a supervisor gives it to. Impossible ones stay visible with the reason. */
export function Give(props: GiveProps) {
  const t = useTexts();
  return (
    <Popover
      label={t('give_to')}
      width={356}
      align="start"
      side="top"
      trigger={<Button>{t('give_to')}</Button>}
    >
      <GiveForm {...props} />
    </Popover>
  );
}
