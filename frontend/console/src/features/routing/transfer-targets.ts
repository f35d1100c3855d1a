import type { ColleagueView, ConversationView, Id, QueueView } from '../../../../shared/api/views';

export type TransferTarget =
  | { readonly kind: 'queue'; readonly queue: QueueView; readonly possible: boolean }
  | {
      readonly kind: 'colleague';
      readonly colleague: ColleagueView;
      readonly possible: boolean;
      /** Why not, where it is more than what everybody sees of him. */
      readonly because?: string;
    };

export function targetId(target: TransferTarget): Id {
  return target.kind === 'queue' ? target.queue.id : target.colleague.id;
}

/** As typed, without case and accents: "tomas" finds "Tomáš". */
function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase();
}

function fits(name: string, words: string): boolean {
  return plain(name).includes(plain(words.trim()));
}

/** Where the conversation may go, of what fits the words that were typed. Impossible ones stay visible. */
export function transferTargets(
  conversation: ConversationView,
  me: Id,
  { queues, colleagues }: { queues: readonly QueueView[]; colleagues: readonly ColleagueView[] },
  words: string,
): TransferTarget[] {
  const toQueues = queues
    // An operator's own queue is the operator, who stands below with status and slots.
    .filter(({ name, operator_id }) => operator_id === null && fits(name, words))
    .map((queue): TransferTarget => ({ kind: 'queue', queue, possible: true }));
  const others = colleagues.filter(({ id }) => id !== me && id !== conversation.owner_id);
  return [...toQueues, ...toColleagues(others, words)];
}

/** Colleagues to whom it may go, of those whose names fit. `against` says what else speaks against one. */
export function toColleagues(
  colleagues: readonly ColleagueView[],
  words: string,
  against: (colleague: ColleagueView) => string | undefined = () => undefined,
): TransferTarget[] {
  return colleagues
    .filter(({ name, active }) => active && fits(name, words))
    .map((colleague): TransferTarget => {
      const there = canTake(colleague);
      const because = there ? against(colleague) : undefined;
      const possible = there && because === undefined;
      return { kind: 'colleague', colleague, possible, ...(because !== undefined && { because }) };
    })
    .sort((one, other) => Number(other.possible) - Number(one.possible));
}

function canTake({ status, reachable, on_another_call }: ColleagueView): boolean {
  return status === 'online' && reachable && !on_another_call;
}
