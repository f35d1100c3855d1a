/** The panel's live socket: the visitor's side of it. Reconnecting never gives up; that is the shared part's promise. */
import { LiveSocket } from '../../shared/live';
import type { Chat } from './chat';
import type { Counters, PanelContext } from './contract';
import { finalRefusal } from './http';
import { isOurs, isOver } from './state';

const TYPING_EVERY_MILLISECONDS = 3000;
/** A shorter cut is not worth a word. */
const UNNOTICED_MILLISECONDS = 2000;

export interface Connection {
  stop(): void;
  /** Asks the server for everything anew. */
  restart(): void;
  /** Tells the operator that the visitor writes, at most every three seconds. */
  typing(): void;
  /** Tells how far the visitor is: his browser has the lines, or they are before his eyes. Again after each reconnect. */
  acknowledge(seen: boolean): void;
}

export function connect(
  chat: Chat,
  origin: string,
  channel: string,
  emit: PanelContext['emit'],
  onGreeted: () => void,
): Connection {
  const { state, http } = chat;
  let live: LiveSocket;
  let greeted = false;
  let typed = 0;
  let cutNoticed = 0;
  /** What the operators were told last: up to which line the visitor is, and whether he has read it. */
  let told = '';

  function open(): void {
    live = new LiveSocket({
      url: `${origin.replace(/^http/, 'ws')}/api/v1/live`,
      after: null,
      async credentials() {
        if (!greeted) {
          await greet();
        }
        return { visitor_token: http.token ?? '' };
      },
      onEvent: ({ event, data }) => chat.apply(event, data),
      onResync: restart,
      onSignal({ signal, on, name }) {
        if (signal === 'typing') {
          chat.typing(on ? String(name ?? '') : null);
        }
      },
      onCounters: (frame) => chat.counters(frame as Counters),
      onError({ code }) {
        if (code === 'not_signed_in') {
          http.token = null; // the server forgot this visitor: he begins as a new one
          greeted = false;
        }
      },
      onState(now) {
        if (now === 'live') {
          forgetCut();
          told = '';
          chat.send();
        } else if (now === 'waiting') {
          cutNoticed ||= window.setTimeout(() => {
            state.cut = true;
          }, UNNOTICED_MILLISECONDS);
        }
      },
    });
  }

  async function greet(): Promise<void> {
    try {
      live.position = await chat.hello(channel);
      greeted = true;
      onGreeted();
    } catch (error) {
      const refusal = finalRefusal(error);
      if (refusal) {
        emit('error', { code: refusal.code });
      }
      throw error;
    }
  }

  function forgetCut(): void {
    clearTimeout(cutNoticed);
    cutNoticed = 0;
    state.cut = false;
  }

  function stop(): void {
    live.stop();
    forgetCut();
  }

  function restart(): void {
    stop();
    greeted = false;
    open();
  }

  open();
  return {
    stop,
    restart,
    typing() {
      if (state.conversation && !isOver(state) && Date.now() - typed > TYPING_EVERY_MILLISECONDS) {
        typed = Date.now();
        live.send({ type: 'signal', signal: 'typing', on: true });
      }
    },
    acknowledge(seen) {
      const last = state.messages.findLast(isOurs);
      if (!last || last.delivery?.state === 'read') {
        return;
      }
      if (seen) {
        state.seen = last.id;
      }
      const signal = state.seen === last.id ? 'read' : 'received';
      if (told !== signal + last.id && live.state === 'live') {
        told = signal + last.id;
        const { conversation_id, number } = last;
        live.send({ type: 'signal', signal, conversation_id, number });
      }
    },
  };
}
