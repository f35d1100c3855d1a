import type { ChannelView } from '../../../../shared/api/views';

/** How the operator's telephone line is. */
export type Line =
  | { readonly state: 'ready' }
  | { readonly state: 'off' }
  | { readonly state: 'fault'; readonly because: 'microphone' | 'channel'; readonly reason: string | null };

/** Null without a channel that carries calls. Ready where one of them is on and works, and one can speak. */
export function lineOf(channels: Iterable<ChannelView>, microphoneBlocked: boolean): Line | null {
  const carrying = [...channels].filter(({ capabilities }) => capabilities?.calls);
  const on = carrying.filter(({ available, health }) => available && health.state !== 'turned_off');
  if (carrying.length === 0) {
    return null;
  }
  if (on.length === 0) {
    return { state: 'off' };
  }
  if (microphoneBlocked) {
    return { state: 'fault', because: 'microphone', reason: null };
  }
  const [first] = on;
  return on.some(({ health }) => health.state !== 'not_receiving')
    ? { state: 'ready' }
    : { state: 'fault', because: 'channel', reason: first?.health.reason ?? null };
}
