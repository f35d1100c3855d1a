import { type FormEvent, useState } from 'react';
import type { Id } from '../../../../shared/api/views';
import { command } from '../../foundation/command';
import { Refusal, request } from '../../foundation/http';
import { conversationPath, navigate, refusalWords } from '../../shell';
import { type ApprovedView, placesLeft, type Values } from './approved';
import { type AddressKind, isAddress, type Startable } from './starts';
import { texts } from './texts';

/** Codes that are said here in the operator's language. */
const KNOWN = ['already_open', 'cannot_start', 'not_connected', 'templates_unknown'] as const;

export interface Faults {
  readonly value?: string;
  readonly text?: string;
  readonly template?: string;
  /** By the name of the place. */
  readonly places?: Values;
  readonly all?: string;
  /** The client's open conversation, where one may see it. */
  readonly open?: Id;
}

function wordsOf(failure: unknown): string {
  const code = KNOWN.find((each) => failure instanceof Refusal && failure.code === each);
  return code ? texts(code) : refusalWords(failure);
}

/** What to say of a failure, with the conversation that is in the way if this operator may look at it. */
async function faultOf(failure: unknown): Promise<Faults> {
  const there =
    failure instanceof Refusal && failure.code === 'already_open' ? failure.conversation_id : null;
  if (there === null) {
    return { all: wordsOf(failure) };
  }
  try {
    await request('GET', `/conversations/${encodeURIComponent(there)}`);
    return { all: texts('already_open_here'), open: there };
  } catch {
    return { all: wordsOf(failure) };
  }
}

interface Typed {
  readonly kind: AddressKind;
  readonly value: string;
  readonly text: string;
  readonly template: ApprovedView | null;
  readonly values: Values;
}

function faultsIn(typed: Typed, by: 'text' | 'template'): Faults {
  const { kind, value, text, template, values } = typed;
  const address = isAddress(kind, value) ? {} : { value: texts(`wrong_${kind}`) };
  if (by === 'text') {
    return text.trim() ? address : { ...address, text: texts('message_missing') };
  }
  if (template === null || template.unusable) {
    return { ...address, template: template?.unusable ?? texts('template_missing') };
  }
  const left = placesLeft(template, values).map((name) => [name, texts('fill_in', { name })]);
  return left.length === 0 ? address : { ...address, places: Object.fromEntries(left) };
}

/** What is typed, and sending it; then the conversation is open. */
export function useStart(startables: readonly Startable[], onClose: () => void) {
  const [channelId, setChannelId] = useState(startables[0]?.channel.channel_id ?? '');
  const startable = startables.find(({ channel }) => channel.channel_id === channelId) ?? startables[0];
  const to = startable?.to ?? [];
  const [typed, setTyped] = useState<Typed>({
    kind: 'vendor',
    value: '',
    text: '',
    template: null,
    values: {},
  });
  const kind = to.includes(typed.kind) ? typed.kind : (to[0] ?? 'vendor');
  const [faults, setFaults] = useState<Faults>({});
  const [busy, setBusy] = useState(false);
  const type = (changes: Partial<Typed>) => {
    setFaults({});
    setTyped((before) => ({ ...before, ...changes }));
  };
  const send = async ({ value, text, template, values }: Typed) => {
    const said = template ? { template: { id: template.id, values } } : { text };
    const body = { channel_id: channelId, to: { kind, value: value.trim() }, ...said };
    const { id } = await command<{ id: Id }>('POST', '/conversations', body);
    onClose();
    navigate(conversationPath(id));
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = faultsIn({ ...typed, kind }, startable?.by ?? 'text');
    setFaults(found);
    if (busy || Object.keys(found).length > 0) {
      return;
    }
    setBusy(true);
    try {
      await send(typed);
    } catch (failure) {
      setFaults(await faultOf(failure));
      setBusy(false);
    }
  };
  const chooseChannel = (chosen: string) => {
    // Another number has templates of its own.
    type({ template: null, values: {} });
    setChannelId(chosen);
  };
  return { startable, to, typed: { ...typed, kind }, type, chooseChannel, faults, busy, submit };
}
