/** One client at one invitation: what the page knows, what the client has chosen, and what he may do. */
import { type Beginning, type Invitation, type InvitationPage, leaveQueue, type Refused } from './api';
import { type Stage, stageOf } from './stage';

/** Revoking stops an open page within two seconds. */
const LOOK_EVERY_MILLISECONDS = 1500;
const SLOWEST_MILLISECONDS = 15_000;

export interface Visit {
  readonly page: InvitationPage | 'gone' | null;
  readonly stage: Stage;
  /** The server does not answer; the page goes on asking. */
  readonly cut: boolean;
  /** Waits for the operator and starts as soon as that makes sense. */
  readonly waits: boolean;
  readonly busy: boolean;
  readonly token: string | null;
  start(name: string): Promise<void>;
  waitForOperator(): Promise<void>;
  waitOn(): void;
  leave(message: string, email: string, name: string): Promise<void>;
  talkToTeam(): Promise<void>;
  stopWaiting(): Promise<void>;
  /** Back into the conversation that this browser has open. */
  comeBack(): Promise<void>;
}

export function visitOf(invitation: Invitation, changed: () => void): Visit {
  let page: Visit['page'] = null;
  let token: string | null = null;
  let cut = false;
  let waits = false;
  let chats = false;
  let busy = false;
  let waitedThrough = 0;
  let name = '';
  let pause = LOOK_EVERY_MILLISECONDS;
  let due = 0;

  const stage = () => stageOf(page, { inside: token !== null, chats, waitedThrough });

  async function look(): Promise<void> {
    clearTimeout(due);
    try {
      page = await invitation.look();
      cut = false;
      pause = LOOK_EVERY_MILLISECONDS;
    } catch (error) {
      const refused = error as Refused;
      if (refused.status === 404) {
        page = 'gone';
      } else {
        cut = true;
        pause = Math.min(pause * 2, SLOWEST_MILLISECONDS);
      }
    }
    await goOn();
    again();
    changed();
  }

  /** What follows by itself: inside again after a reload, started after waiting, into the chat when it is time. */
  async function goOn(): Promise<void> {
    const now = stage();
    if ((now === 'calling' || now === 'no_answer') && token === null) {
      await begin(() => invitation.start({}));
    } else if (now === 'ready' && waits && !busy) {
      await begin(() => invitation.start(beginning()));
    }
    chats ||= stage() === 'chat';
  }

  function again(): void {
    clearTimeout(due);
    if (stage() !== 'chat' && page !== 'gone' && document.visibilityState === 'visible') {
      due = window.setTimeout(() => void look(), pause);
    }
  }

  function beginning(): Beginning {
    return name.trim() ? { client: { name: name.trim() } } : {};
  }

  async function begin(ask: () => Promise<{ visitor_token: string }>): Promise<void> {
    busy = true;
    changed();
    try {
      token = (await ask()).visitor_token;
      waits = false;
    } catch (error) {
      cut = (error as Refused).status === 0;
    }
    busy = false;
  }

  async function act(ask: () => Promise<{ visitor_token: string }>): Promise<void> {
    await begin(ask);
    await look();
  }

  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && stage() !== 'chat') {
      void look();
    }
  });
  void look();

  return {
    get page() {
      return page;
    },
    get stage() {
      return stage();
    },
    get cut() {
      return cut;
    },
    get waits() {
      return waits;
    },
    get busy() {
      return busy;
    },
    get token() {
      return token;
    },
    async start(given) {
      name = given;
      await act(() => invitation.start(beginning()));
    },
    async waitForOperator() {
      await invitation.wait().catch(() => undefined);
      waits = true;
      changed();
    },
    waitOn() {
      const own = page === 'gone' ? null : page?.conversation;
      waitedThrough = own?.unanswered ?? 0;
      changed();
    },
    async leave(message, email, given) {
      const who = {
        ...(given.trim() && { name: given.trim() }),
        ...(email.trim() && { email: email.trim() }),
      };
      await act(() => invitation.start({ client: who, message, leave: true }));
    },
    talkToTeam: () => act(() => invitation.talkToTeam(beginning())),
    async stopWaiting() {
      waits = false;
      if (token) {
        await leaveQueue(token).catch(() => undefined);
        token = null;
      }
      await look();
    },
    comeBack: () => act(() => invitation.start({})),
  };
}
