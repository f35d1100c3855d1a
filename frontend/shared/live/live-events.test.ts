import { describe, expect, test } from 'vitest';
import { event, start } from './live-in-world';
import { World } from './world';

describe('events', () => {
  test('come in the order in which they were sent, and a resync is passed on', async () => {
    const world = new World();
    const { events, resyncs } = start(world);
    await world.socket.welcome();
    world.socket.say(event(11));
    world.socket.say({ type: 'resync' });
    world.socket.say(event(12));
    expect(events.map(({ position }) => position)).toEqual([11, 12]);
    expect(resyncs()).toBe(1);
  });

  test('a conversation that was wanted before the connection is watched as soon as it is there', async () => {
    const world = new World();
    const watching: string[] = [];
    const { live } = start(world, { onWatching: ({ conversation_id }) => watching.push(conversation_id) });
    live.watch('c1');
    await world.socket.welcome();
    world.socket.say({ type: 'watching', conversation_id: 'c1', position: 12 });
    expect(watching).toEqual(['c1']);
  });

  test('a watched conversation is watched again after a reconnect', async () => {
    const world = new World();
    const { live } = start(world);
    await world.socket.welcome();
    live.watch('c1');
    expect(world.socket.sent.at(-1)).toEqual({ type: 'watch', conversation_id: 'c1' });
    world.socket.cut();
    world.pass(500);
    await world.socket.welcome();
    expect(world.socket.sent.at(-1)).toEqual({ type: 'watch', conversation_id: 'c1' });
    live.watch(null);
    expect(world.socket.sent).toHaveLength(2);
    world.socket.cut();
    world.pass(1000);
    await world.socket.welcome();
    expect(world.socket.sent.at(-1)).toMatchObject({ type: 'hello' });
  });
});

describe('the page is put away', () => {
  test('the socket goes, so that the page may be kept; shown again it connects at once', async () => {
    const world = new World();
    const { live, states } = start(world);
    await world.socket.welcome();
    world.page.away();
    expect(world.socket.closed).toBe(true);
    expect(live.state).toBe('away');
    world.pass(600_000);
    expect(world.sockets).toHaveLength(1);
    world.page.wake();
    await world.socket.welcome();
    expect(states).toEqual(['connecting', 'live', 'away', 'connecting', 'live']);
  });

  test('stopped is for good', async () => {
    const world = new World();
    const { live } = start(world);
    await world.socket.welcome();
    live.stop();
    live.tryNow();
    world.page.wake();
    world.pass(600_000);
    expect(live.state).toBe('stopped');
    expect(world.sockets).toHaveLength(1);
  });
});
