import type { ConversationView, OfferView } from '../../../../shared/api/views';
import { command } from '../../foundation/command';
import type { Desk } from '../../foundation/desk/desk';
import { Refusal } from '../../foundation/http';
import { putAnswer } from '../../foundation/workspace/conversations';
import type { Workspace } from '../../foundation/workspace/workspace';
import { without } from '../../foundation/workspace/workspace';
import { conversationPath, navigate, refusalWords } from '../../shell';
import { toast } from '../../ui';
import { nameIn } from '../clients/client-name';
import { texts } from './texts';

function withoutOffer({ id }: OfferView) {
  return (workspace: Workspace): Workspace => ({ ...workspace, offers: without(workspace.offers, id) });
}

function path({ id }: OfferView, verb: string): string {
  return `/offers/${encodeURIComponent(id)}/${verb}`;
}

/** Somebody else was faster, or the client is gone: not a failure, but to be said. */
function tellGone(failure: unknown, name: string): void {
  const gone =
    failure instanceof Refusal && (failure.code === 'offer_gone' || failure.code === 'already_taken');
  toast({
    title: gone ? texts('gone_title', { name }) : texts('accept_failed', { name }),
    body:
      gone && failure instanceof Refusal && failure.code === 'already_taken'
        ? texts('taken_hint')
        : refusalWords(failure),
    tone: 'alert',
  });
}

function takeOver({ store }: Desk, conversation: ConversationView): void {
  store.take((workspace) => putAnswer(workspace, conversation));
  navigate(conversationPath(conversation.id));
}

/** Takes the offered client and goes to the conversation. */
export async function accept(desk: Desk, offer: OfferView): Promise<void> {
  try {
    const { conversation } = await command<{ conversation: ConversationView }>('POST', path(offer, 'accept'));
    desk.store.take(withoutOffer(offer));
    takeOver(desk, conversation);
  } catch (failure) {
    tellGone(failure, nameIn(offer.conversation));
  }
}

/** Refuses the offer; it leaves the screen at once. */
export async function decline(desk: Desk, offer: OfferView, reason?: string): Promise<void> {
  const undo = desk.store.lay(withoutOffer(offer));
  try {
    await command('POST', path(offer, 'decline'), reason ? { reason } : {});
    desk.store.take(withoutOffer(offer));
  } catch (failure) {
    const gone = failure instanceof Refusal && failure.code === 'offer_gone';
    if (!gone) {
      toast({ title: texts('decline_failed'), body: refusalWords(failure), tone: 'alert' });
    }
  } finally {
    undo();
  }
}

/** The card stands before the operator's eyes: from now on, not answering counts. */
export async function reportShown(offer: OfferView): Promise<void> {
  try {
    await command('POST', path(offer, 'shown'), { by: ['card'] });
  } catch {
    // The offer has ended meanwhile, or goes on to a colleague: nothing that the operator could do.
  }
}

/** Takes a client who waits and goes to the conversation. */
export async function pick(desk: Desk, conversation: ConversationView): Promise<void> {
  const { id } = conversation;
  try {
    const view = await command<ConversationView>('POST', `/conversations/${encodeURIComponent(id)}/pick`);
    takeOver(desk, view);
  } catch (failure) {
    tellGone(failure, nameIn(conversation));
  }
}
