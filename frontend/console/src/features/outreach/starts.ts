import type { ChannelKind, ChannelView, StartView } from '../../../../shared/api/views';
import { perWorkspace } from '../../foundation/workspace/per-workspace';

export type AddressKind = StartView['to'][number];

/** A channel on which this operator may write first. */
export interface Startable {
  readonly channel: ChannelView;
  readonly to: readonly AddressKind[];
  /** In words of his own, or with a template that the vendor has approved. */
  readonly by: StartView['by'];
  readonly characters: number;
}

/** An entry of the menu: all channels of one kind. */
export interface StartGroup {
  readonly kind: ChannelKind;
  readonly startables: readonly Startable[];
}

/** The design's order; what it does not name follows. */
const ORDER: readonly ChannelKind[] = ['whatsapp', 'email', 'generic', 'sandbox', 'webchat', 'phone'];

function startable(channel: ChannelView): Startable[] {
  const start = channel.capabilities?.start;
  return start ? [{ channel, ...start, characters: channel.capabilities?.text_characters ?? 0 }] : [];
}

/** What the "+" opens, by what the channels' kinds say of themselves. */
export const startGroups = perWorkspace(({ channels }): readonly StartGroup[] => {
  const all = [...channels.values()].flatMap(startable);
  return ORDER.map((kind) => ({
    kind,
    startables: all.filter(({ channel }) => channel.kind === kind),
  })).filter(({ startables }) => startables.length > 0);
});

const BETWEEN_DIGITS = /[\s\-./()]+/g;
const INTERNATIONAL = /^(\+|00)[1-9]\d{6,14}$/;
const E_MAIL = /^[^@\s]+@[^@\s]+\.[^@\s.]{2,}$/;

/** Whether something can be sent to this address; the server decides by the same rule. */
export function isAddress(kind: AddressKind, typed: string): boolean {
  switch (kind) {
    case 'phone':
      return INTERNATIONAL.test(typed.replace(BETWEEN_DIGITS, ''));
    case 'email':
      return E_MAIL.test(typed.trim());
    case 'vendor':
      return typed.trim() !== '';
  }
}
