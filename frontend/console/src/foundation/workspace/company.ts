import type {
  ChannelView,
  ConversationView,
  EntryView,
  NotificationView,
  OfferView,
  StatusView,
  WorkspaceView,
} from '../../../../shared/api/views';
import type { EventFrame } from '../../../../shared/live';
import { Chance } from '../testing/chance';
import { aChannel, aConversation, anEntry, anOffer, aQueue, aSnapshot, aStatus } from '../testing/views';
import { LINES, notify, walkOn } from './company-states';

/**
 * A company in small, for tests: chance makes things happen in it, and it tells Klára of each as the real
 * server would. It decides by itself what she may see, so that a mistake in the console is not made twice.
 */
export class Company {
  readonly frames: EventFrame[] = [];
  /** The conversation that is open on her screen whoever has it. */
  watched: string | null = null;
  #position = 0;
  #versions = 0;
  #conversations = new Map<string, ConversationView>();
  #entries = new Map<string, EntryView[]>();
  #offers = new Map<string, OfferView>();
  #notifications = new Map<string, NotificationView>();
  #status: StatusView = aStatus();
  #channels = new Map<string, ChannelView>([['shop', aChannel('shop')]]);
  readonly #chance: Chance;

  constructor(seed: number) {
    this.#chance = new Chance(seed);
  }

  snapshot(): WorkspaceView {
    return aSnapshot({
      position: this.#position,
      queues: [aQueue('sales')],
      channels: [...this.#channels.values()],
      status: this.#status,
      conversations: [...this.#conversations.values()].filter((view) => this.#seenByHer(view)),
      offers: [...this.#offers.values()].map((offer) => this.#offerNow(offer)),
      notifications: [...this.#notifications.values()],
    });
  }

  /** The timeline of a conversation, as a request for it would answer. */
  entries(id: string): readonly EntryView[] {
    return this.#entries.get(id) ?? [];
  }

  ids(): readonly string[] {
    return [...this.#conversations.keys()];
  }

  /** Something happens. */
  step(): void {
    const happening = this.#chance.oneOf([
      () => this.#open(),
      () => this.#walk(),
      () => this.#walk(),
      () => this.#walk(),
      () => this.#write(),
      () => this.#write(),
      () => this.#deliver(),
      () => this.#rename(),
      () => this.#changeStatus(),
      () => this.#switchChannel(),
      () => this.#notify(),
    ]);
    happening?.();
  }

  /** What she may have on her screen: her own, what waits where she serves, and what she looks at. */
  #seenByHer({ id, state, owner_id, offered_to, queue_id, channel_id }: ConversationView): boolean {
    const hers = owner_id === 'klara' && state !== 'closed';
    const waits =
      (state === 'queued' || state === 'offered') && queue_id === 'sales' && channel_id === 'shop';
    return hers || waits || offered_to?.id === 'klara' || id === this.watched;
  }

  #offerNow(offer: OfferView): OfferView {
    return { ...offer, conversation: this.#conversations.get(offer.conversation.id) ?? offer.conversation };
  }

  #nextVersion(): number {
    this.#versions += 1;
    return this.#versions;
  }

  #tell(event: string, data: unknown): void {
    this.#position += 1;
    this.frames.push({ type: 'event', position: this.#position, event, data });
  }

  /** An event that she may not see moves the position all the same. */
  #keepQuiet(): void {
    this.#position += 1;
  }

  #open(): void {
    const id = `c${this.#conversations.size}`;
    const line = this.#chance.oneOf(LINES);
    const view = aConversation(id, { ...line, state: 'queued', version: this.#nextVersion() });
    this.#entries.set(id, []);
    this.#change('opened', view, undefined);
  }

  #change(what: string, after: ConversationView, before: ConversationView | undefined): void {
    this.#conversations.set(after.id, after);
    const seenBefore = before !== undefined && this.#seenByHer(before);
    if (this.#seenByHer(after)) {
      this.#tell(`conversation.${what}`, after);
    } else if (seenBefore && this.#chance.often(0.5)) {
      this.#tell('conversation.removed', { id: after.id });
    } else if (seenBefore) {
      this.#tell(`conversation.${what}`, after);
    } else {
      this.#keepQuiet();
    }
  }

  /** One conversation goes on to one of the states that may follow. */
  #walk(): void {
    const open = [...this.#conversations.values()].filter(({ state }) => state !== 'closed');
    const view = this.#chance.oneOf(open);
    if (!view) {
      return;
    }
    const offer = [...this.#offers.values()].find(({ conversation }) => conversation.id === view.id);
    if (offer) {
      this.#endOffer(offer);
    }
    const after = walkOn(view, this.#chance, this.#nextVersion());
    this.#change('changed', after, view);
    if (after.state === 'offered') {
      this.#makeOffer(after);
    }
  }

  #makeOffer(conversation: ConversationView): void {
    if (conversation.offered_to?.id === 'klara') {
      const offer = anOffer(`o${this.#position}`, conversation, { version: this.#nextVersion() });
      this.#offers.set(offer.id, offer);
      this.#tell('offer.made', offer);
    }
  }

  #endOffer(offer: OfferView): void {
    this.#offers.delete(offer.id);
    const outcome = this.#chance.oneOf(['accepted', 'declined', 'timed_out', 'withdrawn']) ?? 'failed';
    const ended = { ...this.#offerNow(offer), outcome, version: this.#nextVersion() };
    this.#tell(`offer.${outcome === 'timed_out' ? 'expired' : outcome}`, ended);
  }

  #write(): void {
    const view = this.#chance.oneOf([...this.#conversations.values()]);
    if (!view) {
      return;
    }
    const entries = this.#entries.get(view.id) ?? [];
    const number = entries.length + 1;
    const kind = this.#chance.oneOf(['message', 'note', 'change'] as const) ?? 'message';
    const author = this.#chance.oneOf(['client', 'operator'] as const) ?? 'client';
    const entry = anEntry(view.id, number, {
      kind,
      author: { kind: author, id: null, name: null },
      version: this.#nextVersion(),
    });
    this.#entries.set(view.id, [...entries, entry]);
    const last = { kind, author_kind: author, text: entry.text, file_count: 0, at: entry.at };
    this.#tellEntry(kind === 'note' ? 'note.added' : 'message.posted', view, entry, {
      entries: number,
      last,
    });
  }

  #tellEntry(
    event: string,
    view: ConversationView,
    entry: EntryView,
    changes: Partial<ConversationView['thread']>,
  ): void {
    const thread = { ...view.thread, ...changes, version: this.#nextVersion() };
    this.#conversations.set(view.id, { ...view, thread });
    const offered = [...this.#offers.values()].some(({ conversation }) => conversation.id === view.id);
    if (this.#seenByHer(view) || offered) {
      this.#tell(event, { ...entry, thread });
    } else {
      this.#keepQuiet();
    }
  }

  #deliver(): void {
    const view = this.#chance.oneOf([...this.#conversations.values()]);
    const entries = view ? (this.#entries.get(view.id) ?? []) : [];
    const entry = this.#chance.oneOf(entries);
    if (!view || !entry) {
      return;
    }
    const changed: EntryView = {
      ...entry,
      delivery: { state: 'delivered', reason: null },
      version: this.#nextVersion(),
    };
    this.#entries.set(
      view.id,
      entries.map((one) => (one.id === entry.id ? changed : one)),
    );
    const client_received = Math.max(view.thread.client_received, entry.number);
    this.#tellEntry('message.delivery_changed', view, changed, { client_received });
  }

  #rename(): void {
    const view = this.#chance.oneOf([...this.#conversations.values()]);
    if (view) {
      const client = { ...view.client, name: `Client ${this.#nextVersion()}` };
      this.#conversations.set(view.id, { ...view, client });
      this.#tell('client.changed', { ...client, version: this.#versions, created_at: view.opened_at });
    }
  }

  #changeStatus(): void {
    const status = this.#chance.oneOf(['online', 'away'] as const) ?? 'online';
    const changed = aStatus({ status, version: this.#nextVersion() });
    const own = this.#chance.often(0.7);
    this.#status = own ? changed : this.#status;
    this.#tell('status.changed', own ? changed : { ...changed, operator_id: 'tomas' });
  }

  #switchChannel(): void {
    const channel = aChannel('shop', { available: this.#chance.often(0.5), version: this.#nextVersion() });
    this.#channels.set('shop', channel);
    this.#tell('channel_availability.changed', channel);
  }

  #notify(): void {
    const { event, view } = notify(this.#notifications, this.#chance, this.#nextVersion());
    this.#tell(event, view);
  }
}
