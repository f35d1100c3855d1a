import type { ColleagueView, ConversationView, Id, QueueView } from '../../../../shared/api/views';

export type TransferTarget =
  | { readonly kind: 'queue'; readonly queue: QueueView; readonly possible: boolean }
  | { readonly kind: 'colleague'; readonly colleague: ColleagueView; readonly possible: boolean };

export function targetId(target: TransferTarget): Id {
  return target.kind === 'queue' ? target.queue.id : target.colleague.id;
}

/** As typed, without case and accents: "tomas" finds "Tomáš". */
function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase();
}

/** Where the conversation may go, of what fits the words that were typed. Impossible ones stay visible. */
export function transferTargets(
  conversation: ConversationView,
  me: Id,
  { queues, colleagues }: { queues: readonly QueueView[]; colleagues: readonly ColleagueView[] },
  words: string,
): TransferTarget[] {
  const fits = (name: string) => plain(name).includes(plain(words.trim()));
  const toQueues = queues
    // An operator's own queue is the operator, who stands below with status and slots.
    .filter(({ name, operator_id }) => operator_id === null && fits(name))
    .map((queue): TransferTarget => ({ kind: 'queue', queue, possible: true }));
  const toColleagues = colleagues
    .filter(({ id, name, active }) => active && id !== me && id !== conversation.owner_id && fits(name))
    .map((colleague): TransferTarget => ({ kind: 'colleague', colleague, possible: canTake(colleague) }))
    .sort((one, other) => Number(other.possible) - Number(one.possible));
  return [...toQueues, ...toColleagues];
}

function canTake({ status, reachable, on_another_call }: ColleagueView): boolean {
  return status === 'online' && reachable && !on_another_call;
}
