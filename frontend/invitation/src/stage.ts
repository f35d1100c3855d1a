/** Which of the page's states is shown: a pure function of what the server says and what the client has chosen. */
import type { InvitationPage } from './api';

export type Stage =
  | 'loading'
  | 'expired'
  | 'used'
  | 'ready'
  | 'away'
  | 'calling'
  | 'no_answer'
  | 'left'
  | 'back'
  | 'chat';

/** What the client has done on this page. */
export interface Choices {
  /** The browser holds the token of its conversation. */
  readonly inside: boolean;
  /** Has gone into the chat; whatever becomes of the conversation is told there. */
  readonly chats: boolean;
  /** How many unanswered offers he has waited through. */
  readonly waitedThrough: number;
}

export function stageOf(page: InvitationPage | 'gone' | null, choices: Choices): Stage {
  if (choices.chats) {
    return 'chat';
  }
  if (page === null) {
    return 'loading';
  }
  if (page === 'gone') {
    return 'expired';
  }
  if (page.conversation) {
    return stageOfOwn(page, choices);
  }
  if (page.state !== 'active') {
    return page.state;
  }
  return page.operator.reachable ? 'ready' : 'away';
}

function stageOfOwn({ conversation, operator }: InvitationPage, { inside, waitedThrough }: Choices): Stage {
  if (conversation?.left && conversation.state === 'queued') {
    return 'left';
  }
  if (conversation?.state === 'active' || conversation?.with_team) {
    return inside ? 'chat' : 'back';
  }
  const missed = (conversation?.unanswered ?? 0) > waitedThrough;
  return missed || !operator.reachable ? 'no_answer' : 'calling';
}

/** `1:05`, from seconds. */
export function running(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** Up to two letters for a face without a picture. */
export function initials(name: string): string {
  return name
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase())
    .join('');
}

/** What is read and typed between the two groups of a code does not count. */
export function groupedCode(typed: string): string {
  const code = typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .slice(0, 8);
  return code.length > 4 ? `${code.slice(0, 4)}-${code.slice(4)}` : code;
}
