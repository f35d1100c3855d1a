import { describe, expect, test } from 'vitest';
import { event, start } from './live-in-world';
import { World } from './world';

describe('greeting', () => {
  test('a new ticket and the place to go on from are said at every connection', async () => {
    const world = new World();
    start(world);
    await world.socket.welcome();
    expect(world.socket.sent).toEqual([{ type: 'hello', ticket: 'ticket-1', after: 10 }]);
    world.socket.say(event(12));
    world.socket.cut();
    world.pass(500);
    await world.socket.welcome();
    expect(world.socket.sent).toEqual([{ type: 'hello', ticket: 'ticket-2', after: 12 }]);
  });

  test('without a place, the one of ready is where everything begins', async () => {
    const world = new World();
    const { live } = start(world, { after: null });
    await world.socket.welcome(77);
    expect(live.position).toBe(77);
  });

  test('with a place, ready does not move it: what was missed still has to come', async () => {
    const world = new World();
    const { live } = start(world);
    await world.socket.welcome(99);
    expect(live.position).toBe(10);
  });

  test('a ticket that cannot be had is a failed try', async () => {
    const world = new World();
    const { live } = start(world, { credentials: () => Promise.reject(new Error('offline')) });
    world.socket.onopen?.();
    await new Promise((resolve) => setTimeout(resolve));
    expect(live.state).toBe('waiting');
    expect(world.nextTimer).toBeDefined();
  });
});

describe('the way back', () => {
  test('pauses double up to a minute, with chance between nothing and the whole', () => {
    const world = new World();
    start(world);
    world.chance = 1;
    const pauses: number[] = [];
    for (let failure = 0; failure < 10; failure++) {
      world.socket.cut();
      const pause = world.nextTimer ?? 0;
      pauses.push(pause);
      world.pass(pause);
    }
    expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    world.chance = 0;
    world.socket.cut();
    expect(world.nextTimer).toBe(0);
  });

  test('it never gives up', () => {
    const world = new World();
    const { live } = start(world);
    for (let failure = 0; failure < 2000; failure++) {
      world.socket.cut();
      expect(world.nextTimer).toBeLessThanOrEqual(60_000);
      world.pass(world.nextTimer ?? 0);
    }
    expect(live.state).toBe('connecting');
    expect(world.sockets).toHaveLength(2001);
  });

  test('only a connection that held makes the pauses short again', async () => {
    const world = new World();
    start(world);
    world.chance = 1;
    for (let failure = 0; failure < 5; failure++) {
      await world.socket.welcome();
      world.socket.cut();
      world.pass(world.nextTimer ?? 0);
    }
    await world.socket.welcome();
    world.pass(5000);
    world.socket.say({ type: 'ping', position: 10 });
    world.pass(5000);
    world.socket.cut();
    expect(world.nextTimer).toBe(500);
  });

  test('the page being shown or online does not wait for the pause', () => {
    const world = new World();
    const { live } = start(world);
    for (let failure = 0; failure < 8; failure++) {
      world.socket.cut();
      world.pass(world.nextTimer ?? 0);
    }
    world.socket.cut();
    const before = world.sockets.length;
    world.page.wake();
    expect(world.sockets).toHaveLength(before + 1);
    expect(live.state).toBe('connecting');
    world.page.wake();
    expect(world.sockets).toHaveLength(before + 1);
  });

  test('a connection that never becomes ready is given up for another', () => {
    const world = new World();
    const { live } = start(world);
    world.pass(15_000);
    expect(live.state).toBe('waiting');
    expect(world.socket.closed).toBe(true);
  });
});

describe('heartbeat', () => {
  test('every ping is answered and moves the place on', async () => {
    const world = new World();
    const { live } = start(world);
    await world.socket.welcome();
    world.socket.say({ type: 'ping', position: 40 });
    expect(world.socket.sent.at(-1)).toEqual({ type: 'pong' });
    expect(live.position).toBe(40);
  });

  test('a place never goes back', async () => {
    const world = new World();
    const { live } = start(world);
    await world.socket.welcome();
    world.socket.say({ type: 'ping', position: 40 });
    world.socket.say(event(39));
    expect(live.position).toBe(40);
  });

  test('silence for twice the heartbeat means that the connection is dead', async () => {
    const world = new World();
    const { live } = start(world);
    await world.socket.welcome(0, 4);
    world.pass(8000);
    world.socket.say({ type: 'ping', position: 10 });
    world.pass(8999);
    expect(live.state).toBe('live');
    world.pass(1);
    expect(live.state).toBe('waiting');
  });

  test('after a sleep without timers, waking up doubts the old connection', async () => {
    const world = new World();
    const { live } = start(world);
    await world.socket.welcome(0, 4);
    const before = world.sockets.length;
    world.now = () => 3_600_000;
    world.page.wake();
    expect(world.sockets).toHaveLength(before + 1);
    expect(live.state).toBe('connecting');
  });

  test('what a given-up connection still says is not heard', async () => {
    const world = new World();
    const { events } = start(world);
    const old = world.socket;
    await old.welcome();
    world.pass(10_000);
    old.say(event(11));
    old.cut();
    expect(events).toEqual([]);
    expect(world.sockets).toHaveLength(2);
  });
});
