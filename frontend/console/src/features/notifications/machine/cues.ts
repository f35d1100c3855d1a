import type { EntryView, Id, NotificationView } from '../../../../../shared/api/views';
import { command } from '../../../foundation/command';
import type { Desk } from '../../../foundation/desk/desk';
import { isMine } from '../../../foundation/workspace/lines';
import type { Workspace } from '../../../foundation/workspace/workspace';
import { conversationPath, routeNow } from '../../../shell';
import { readiness } from '../readiness';
import { texts } from '../texts';
import { closeNote, type Note, showNote } from './notes';
import type { Sound } from './sounds';
import type { Speaker } from './speaker';

type By = 'card' | 'sound' | 'notification';

const OFFERED: ReadonlySet<string> = new Set(['offer', 'transfer', 'invitation', 'queue']);

function soundFor({ what }: NotificationView): Sound {
  return OFFERED.has(what) ? 'offer' : 'message';
}

function isInFront(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}

function looksAt(conversationId: Id | null): boolean {
  const route = routeNow();
  return route.screen === 'workspace' && conversationId !== null && route.conversationId === conversationId;
}

/** "New message, web chat, Sales", and the client's words only where the operator wishes so. */
export function noteFor(raised: NotificationView, workspace: Workspace, silent: boolean): Note {
  const { id, what, channel_kind, queue_name, conversation_id, offer_id, show_words } = raised;
  const due = what === 'invitation' && conversation_id === null;
  const parts = [
    texts(due ? 'note_invitation_due' : `note_${what}`),
    channel_kind && texts(`kind_${channel_kind}`),
    queue_name,
  ];
  const talk = conversation_id ? workspace.conversations.get(conversation_id) : undefined;
  return {
    id,
    title: parts.filter(Boolean).join(', '),
    body: (show_words && talk?.thread.last?.text) || '',
    path: conversation_id && offer_id === null ? conversationPath(conversation_id) : '/',
    silent,
    offer: offer_id ? { id: offer_id, accept: texts('accept'), decline: texts('decline') } : null,
  };
}

/** Gives the cues that the server asks this page for, and says what came of each. */
export class Cues {
  readonly #desk: Desk;
  readonly #speaker: Pick<Speaker, 'play'>;
  readonly #stops: (() => void)[];
  /** The last cue that was given of each notification. */
  readonly #given = new Map<Id, number>();
  #generation = 0;

  constructor(desk: Desk, speaker: Pick<Speaker, 'play'>) {
    this.#desk = desk;
    this.#speaker = speaker;
    const { store } = desk;
    this.#stops = [
      store.hear({
        onEvent: ({ event, data }, _, workspace) => {
          if (event === 'notification.raised') {
            this.#raised(data as NotificationView);
          } else if (event === 'notification.cleared') {
            this.#cleared((data as NotificationView).id);
          } else if (event === 'message.received') {
            this.#message(data as EntryView, workspace);
          }
        },
      }),
      store.subscribe(() => this.#compare()),
    ];
    this.#compare();
  }

  stop(): void {
    for (const stop of this.#stops) {
      stop();
    }
  }

  /** After a new snapshot: what is handled meanwhile goes away, what this page was asked for is done. */
  #compare(): void {
    const { truth } = this.#desk.store;
    if (!truth || truth.generation === this.#generation) {
      return;
    }
    this.#generation = truth.generation;
    for (const id of this.#given.keys()) {
      if (!truth.notifications.has(id)) {
        this.#cleared(id);
      }
    }
    for (const raised of truth.notifications.values()) {
      this.#raised(raised);
    }
  }

  #cleared(id: Id): void {
    this.#given.delete(id);
    closeNote(id).catch(() => undefined);
  }

  #raised(raised: NotificationView): void {
    const { id, cue, connection_id } = raised;
    const mine = connection_id !== null && connection_id === this.#desk.store.live?.connectionId;
    if (!mine || (this.#given.get(id) ?? 0) >= cue) {
      return;
    }
    this.#given.set(id, cue);
    this.#give(raised).catch(() => undefined);
  }

  async #give(raised: NotificationView): Promise<void> {
    const by = isInFront() ? await this.#softly(raised) : await this.#loudly(raised);
    if (by.length > 0) {
      await command('POST', `/notifications/${encodeURIComponent(raised.id)}/shown`, { by });
    }
  }

  /** The card is there to be seen; a tick, unless he looks at that very conversation. */
  async #softly(raised: NotificationView): Promise<By[]> {
    if (raised.sound && !looksAt(raised.conversation_id)) {
      await this.#speaker.play('tick', raised.volume);
    }
    return ['card'];
  }

  async #loudly(raised: NotificationView): Promise<By[]> {
    // Somebody on another device has a window before him: a tick there would be enough, and so it is here.
    const sound = raised.loud ? soundFor(raised) : 'tick';
    const played = raised.sound && (await this.#begins(sound, raised.volume));
    const shown = raised.browser && raised.loud && (await this.#shows(raised, played));
    const by: By[] = [];
    if (document.visibilityState === 'visible') {
      by.push('card');
    }
    if (played) {
      by.push('sound');
    }
    if (shown) {
      by.push('notification');
    }
    return by;
  }

  #begins(sound: Sound, volume: number): Promise<boolean> {
    return this.#speaker.play(sound, volume);
  }

  async #shows(raised: NotificationView, played: boolean): Promise<boolean> {
    const { truth } = this.#desk.store;
    return truth !== null && (await showNote(noteFor(raised, truth, played || !raised.sound)));
  }

  /** With a window in front of him the server raises nothing for a message: he sees it, and hears a tick. */
  #message({ conversation_id }: EntryView, workspace: Workspace): void {
    const { preferences } = readiness();
    const talk = workspace.conversations.get(conversation_id);
    const wished = preferences?.sounds && preferences.events.message.sound;
    if (wished && talk && isMine(workspace, talk) && isInFront() && !looksAt(conversation_id)) {
      this.#speaker.play('tick', preferences.volume).catch(() => undefined);
    }
  }
}
