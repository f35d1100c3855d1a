import type { EventFrame } from './frames';
import { Live, type LiveOptions } from './live';
import type { World } from './world';

/** For tests: a connection in that world, and what it has told so far. */
export function start(world: World, options: Partial<LiveOptions> = {}) {
  const events: EventFrame[] = [];
  const states: string[] = [];
  let resyncs = 0;
  let tickets = 0;
  const live = new Live(
    {
      url: 'ws://hovor.example/api/v1/live',
      credentials: () => {
        tickets += 1;
        return { ticket: `ticket-${tickets}` };
      },
      after: 10,
      onEvent: (frame) => events.push(frame),
      onResync: () => {
        resyncs += 1;
      },
      onState: (state) => states.push(state),
      ...options,
    },
    world,
  );
  return { live, events, states, resyncs: () => resyncs };
}

/** An event at this position. */
export function event(position: number): EventFrame {
  return { type: 'event', position, event: 'message.posted', data: { id: `e${position}` } };
}
