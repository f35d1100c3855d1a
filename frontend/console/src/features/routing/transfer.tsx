import './transfer.css';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { ConversationView } from '../../../../shared/api/views';
import { command } from '../../foundation/command';
import { useDesk, useWorkspace } from '../../foundation/desk/context';
import { queuesQuery } from '../../foundation/queries';
import { putAnswer } from '../../foundation/workspace/conversations';
import { refusalWords, useShortcut } from '../../shell';
import { Button, keysForAria, Loading, Popover, SkeletonRows, toast } from '../../ui';
import { useColleagues } from '../presence/use-colleagues';
import { TargetOptions } from './target-options';
import { TargetSearch, useTargetChoice } from './target-search';
import { texts, useTexts } from './texts';
import { type TransferTarget, transferTargets } from './transfer-targets';

export interface TransferProps {
  conversation: ConversationView;
}

/** The button "Transfer" with the small dialog behind it. */
export function Transfer({ conversation }: TransferProps) {
  const t = useTexts();
  const [open, setOpen] = useState(false);
  useShortcut({
    id: 'routing.transfer',
    keys: 'Alt+T',
    words: () => texts('transfer'),
    group: 'conversation',
    run: () => setOpen(true),
  });
  return (
    <Popover
      label={t('transfer_conversation')}
      width={356}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button icon="transfer" aria-label={t('transfer')} aria-keyshortcuts={keysForAria('Alt+T')}>
          <span className="hide-sm">{t('transfer')}</span>
        </Button>
      }
    >
      <TransferForm conversation={conversation} onDone={() => setOpen(false)} />
    </Popover>
  );
}

function whereTo(target: TransferTarget) {
  return target.kind === 'queue' ? { queue_id: target.queue.id } : { operator_id: target.colleague.id };
}

function useTransfer({ id }: ConversationView, onDone: () => void) {
  const { store } = useDesk();
  const [busy, setBusy] = useState(false);
  const transfer = async (target: TransferTarget, note: string) => {
    setBusy(true);
    try {
      const body = { to: whereTo(target), ...(note.trim() ? { note } : {}) };
      const view = await command<ConversationView>(
        'POST',
        `/conversations/${encodeURIComponent(id)}/transfer`,
        body,
      );
      store.take((workspace) => putAnswer(workspace, view));
      onDone();
    } catch (failure) {
      toast({ title: texts('transfer_failed'), body: refusalWords(failure), tone: 'alert' });
      setBusy(false);
    }
  };
  return { busy, transfer };
}

function useTargets(conversation: ConversationView, words: string) {
  const me = useWorkspace((workspace) => workspace.me.id);
  const queues = useQuery(queuesQuery);
  const colleagues = useColleagues();
  const lists = { queues: queues.data ?? [], colleagues: colleagues.data ?? [] };
  return {
    loading: queues.isPending && colleagues.isPending,
    failed: queues.isError && colleagues.isError,
    retry: () => {
      queues.refetch();
      colleagues.refetch();
    },
    targets: transferTargets(conversation, me, lists, words),
  };
}

function TransferForm({ conversation, onDone }: TransferProps & { onDone: () => void }) {
  const t = useTexts();
  const ids = useId();
  const [words, setWords] = useState('');
  const [note, setNote] = useState('');
  const { loading, failed, retry, targets } = useTargets(conversation, words);
  const choice = useTargetChoice(targets, words);
  const { busy, transfer } = useTransfer(conversation, onDone);
  const { chosen } = choice;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen && !busy) {
          transfer(chosen, note);
        }
      }}
    >
      <TargetSearch
        words={words}
        onWords={setWords}
        label={t('search_targets')}
        hint={t('search_targets_hint')}
        {...choice}
      />
      {loading && (
        <Loading label={t('loading_targets')}>
          <SkeletonRows count={3} />
        </Loading>
      )}
      {failed && (
        <div className="row transfer-failed">
          <span className="grow t2">{t('targets_failed')}</span>
          <Button size="s" icon="refresh" onClick={retry}>
            {t('try_again')}
          </Button>
        </div>
      )}
      <TargetOptions targets={targets} {...choice} />
      <hr />
      <div className="field transfer-note">
        <label htmlFor={`${ids}-note`} className="sm">
          {t('note')} <span className="t3 optional">{t('optional')}</span>
        </label>
        <textarea
          className="inp"
          id={`${ids}-note`}
          rows={2}
          placeholder={t('note_hint')}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <div className="row">
          <span className="grow sm t3">{t('client_sees')}</span>
          <Button
            type="submit"
            look="primary"
            size="s"
            busy={busy && t('transferring')}
            disabledBecause={!chosen && t('choose_target')}
          >
            {t('transfer')}
          </Button>
        </div>
      </div>
    </form>
  );
}
