import { beforeEach, expect, test, vi } from 'vitest';
import type { NotificationView } from '../../../../../shared/api/views';
import type { EventFrame } from '../../../../../shared/live';
import type { Desk } from '../../../foundation/desk/desk';
import { aConversation, aNotification, anEntry, aSnapshot, aThread } from '../../../foundation/testing/views';
import type { Hearing } from '../../../foundation/workspace/store';
import { fromSnapshot, type Workspace } from '../../../foundation/workspace/workspace';
import { setReadiness } from '../readiness';
import { Cues, noteFor } from './cues';

const shown = vi.hoisted(() => ({ notes: [] as string[], closed: [] as string[], said: [] as unknown[] }));
vi.mock('./notes', () => ({
  showNote: ({ id }: { id: string }) => Promise.resolve(shown.notes.push(id) > 0),
  closeNote: (id: string) => Promise.resolve(shown.closed.push(id)),
}));
vi.mock('../../../foundation/command', () => ({
  command: (_: string, path: string, body: unknown) => Promise.resolve(shown.said.push([path, body])),
}));

/** Klára's page, of which the test says whether it is seen, and what the server tells it. */
class Page {
  readonly heard: string[] = [];
  workspace: Workspace;
  #hearing: Hearing = {};
  readonly cues: Cues;

  constructor(inFront: boolean, notifications: readonly NotificationView[] = []) {
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(inFront ? 'visible' : 'hidden');
    vi.spyOn(document, 'hasFocus').mockReturnValue(inFront);
    const talk = aConversation('c0', {
      owner_id: 'klara',
      state: 'active',
      thread: aThread('c0', {
        last: { kind: 'message', author_kind: 'client', text: 'secret', file_count: 0, at: '' },
      }),
    });
    this.workspace = fromSnapshot(aSnapshot({ conversations: [talk], notifications }));
    const store = {
      truth: this.workspace,
      live: { connectionId: 'connection-1' },
      subscribe: () => () => undefined,
      hear: (hearing: Hearing) => {
        this.#hearing = hearing;
        return () => undefined;
      },
    };
    const play = (sound: string) => Promise.resolve(this.heard.push(sound) > 0);
    this.cues = new Cues({ store } as unknown as Desk, { play });
  }

  async hears(event: string, data: unknown): Promise<void> {
    const frame: EventFrame = { type: 'event', position: 1, event, data };
    this.#hearing.onEvent?.(frame, this.workspace, this.workspace);
    await new Promise((resolve) => setTimeout(resolve));
  }
}

beforeEach(() => {
  shown.notes.length = 0;
  shown.closed.length = 0;
  shown.said.length = 0;
});

test('the page that is asked sounds and shows once for each cue, and says so', async () => {
  const page = new Page(false);
  const raised = aNotification('n1');
  await page.hears('notification.raised', raised);
  await page.hears('notification.raised', { ...raised, version: 2, shown_at: 'now' });
  expect([page.heard, shown.notes]).toEqual([['message'], ['n1']]);
  expect(shown.said).toEqual([['/notifications/n1/shown', { by: ['sound', 'notification'] }]]);
  await page.hears('notification.raised', { ...raised, version: 3, cue: 2 });
  expect(page.heard).toEqual(['message', 'message']);
});

test('another page than the one that is asked does nothing', async () => {
  const page = new Page(false);
  await page.hears('notification.raised', aNotification('n1', { connection_id: 'connection-2' }));
  await page.hears('notification.raised', aNotification('n2', { connection_id: null }));
  expect([page.heard, shown.notes, shown.said]).toEqual([[], [], []]);
});

test('in front of its operator it ticks and shows nothing', async () => {
  const page = new Page(true);
  await page.hears('notification.raised', aNotification('n1', { what: 'offer', loud: false }));
  expect([page.heard, shown.notes]).toEqual([['tick'], []]);
  expect(shown.said).toEqual([['/notifications/n1/shown', { by: ['card'] }]]);
});

test('what is switched off is neither heard nor shown, and not said to be', async () => {
  const page = new Page(false);
  await page.hears('notification.raised', aNotification('n1', { sound: false, browser: false }));
  expect([page.heard, shown.notes, shown.said]).toEqual([[], [], []]);
});

test('what is cleared goes away', async () => {
  const page = new Page(false);
  await page.hears('notification.raised', aNotification('n1'));
  await page.hears('notification.cleared', aNotification('n1', { cleared_at: 'now' }));
  expect(shown.closed).toEqual(['n1']);
});

test('what stood in the snapshot and is asked of this page is done', async () => {
  const page = new Page(false, [aNotification('n1', { what: 'offer' })]);
  await new Promise((resolve) => setTimeout(resolve));
  expect([page.heard, shown.notes]).toEqual([['offer'], ['n1']]);
});

test('a message ticks in front of its operator as long as he wishes sounds', async () => {
  const ways = { sound: true, browser: true, push: false };
  const preferences = {
    version: 1,
    sounds: true,
    volume: 70,
    show_words: false,
    events: new Proxy({} as never, { get: () => ways }),
    push: { public_key: '', subscriptions: [] },
  };
  setReadiness({ preferences });
  const page = new Page(true);
  await page.hears('message.received', anEntry('c0', 1));
  setReadiness({ preferences: { ...preferences, sounds: false } });
  await page.hears('message.received', anEntry('c0', 2));
  expect(page.heard).toEqual(['tick']);
});

test('the words of the client stand in a note only where the operator wishes so', () => {
  const { workspace } = new Page(false);
  expect(noteFor(aNotification('n1'), workspace, false).body).toBe('');
  expect(noteFor(aNotification('n1', { show_words: true }), workspace, false).body).toBe('secret');
});
