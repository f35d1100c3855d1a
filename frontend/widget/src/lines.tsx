/** The timeline: what was said, by whom, and whether it arrived. */
import type { VNode } from 'preact';
import type { Chat } from './chat';
import type { Message } from './contract';
import { Icon } from './icons';
import type { Unsent } from './memory';
import { filesPart, refusedPart } from './parts';
import type { State } from './state';
import { moment, words } from './texts';

const ONE_BREATH_MILLISECONDS = 180_000;

interface BubbleProps {
  line: Pick<Message, 'text' | 'files'>;
  mine: boolean;
  name: string;
  chat: Chat;
}

function Bubble({ line, mine, name, chat }: BubbleProps) {
  return (
    <>
      <span class="hidden">{name}</span>
      {line.text && <div class={mine ? 'out' : 'in'}>{line.text}</div>}
      {line.files.map((file) => {
        const files = filesPart(chat.state);
        return files && <files.Attachment key={file.file_id} file={file} chat={chat} mine={mine} />;
      })}
    </>
  );
}

function changeText({ author, change }: Message): string | null {
  const name = change?.name ?? author.name;
  switch (change?.what) {
    case 'joined':
      return name && words('joined', { name });
    case 'ended':
      return name ? words('hasEnded', { name }) : words('chatEnded');
    default:
      return null;
  }
}

function isRead(line: Message, { conversation }: State): boolean {
  return line.conversation_id === conversation?.id
    ? line.number <= conversation.operator_read
    : line.delivery?.state === 'read';
}

function Line({ line, chat, last }: { line: Message; chat: Chat; last: boolean }) {
  if (line.change) {
    const text = changeText(line);
    return text && <div class="event">{`${text} · ${moment(line.at)}`}</div>;
  }
  const mine = line.author.kind === 'client';
  const name = mine ? words('you') : (line.author.name ?? words('someone'));
  const read = isRead(line, chat.state);
  const waits = mine && chat.state.conversation?.state === 'queued';
  return (
    <>
      <Bubble line={line} mine={mine} name={name} chat={chat} />
      {last && (
        <div class={mine ? 'meta mine' : 'meta'}>
          {mine ? '' : `${name} · `}
          {moment(line.at)}
          {mine && <Icon name={read ? 'checks' : 'check'} label={words(read ? 'read' : 'sent')} />}
          {waits && !read && <span aria-hidden="true">{words('sent')}</span>}
        </div>
      )}
    </>
  );
}

function UnsentLine({ line, chat }: { line: Unsent; chat: Chat }) {
  const trouble = line.refused && refusedPart(chat.state);
  return (
    <>
      <Bubble line={line} mine name={words('you')} chat={chat} />
      {line.refused ? (
        trouble && <trouble.Refused line={line} chat={chat} />
      ) : (
        <div class="meta mine">
          {moment(line.at)} <Icon name="clock" label={words('onItsWay')} />
        </div>
      )}
    </>
  );
}

/** Whether the next line goes on in the same breath: then one time stands below both. */
function continues(line: Message, next: Message | undefined, state: State): boolean {
  return (
    next !== undefined &&
    !next.change &&
    next.author.kind === line.author.kind &&
    next.author.name === line.author.name &&
    isRead(next, state) === isRead(line, state) &&
    Date.parse(next.at) - Date.parse(line.at) < ONE_BREATH_MILLISECONDS
  );
}

let drawn: VNode | undefined;
let drawnFrom: readonly unknown[] = [];

/** The same lines are not drawn again: with a long history every key pressed in the composer would be felt. */
export function Lines({ chat }: { chat: Chat }): VNode {
  const { messages, unsent, conversation, language, parts } = chat.state;
  const from = [chat, messages, unsent, conversation, language, parts];
  if (!drawn || from.some((value, index) => value !== drawnFrom[index])) {
    drawnFrom = from;
    drawn = draw(chat);
  }
  return drawn;
}

function draw(chat: Chat): VNode {
  const { state } = chat;
  return (
    <div role="log" aria-label={words('messages')}>
      {state.messages.map((line, index) => (
        <Line
          key={line.id}
          line={line}
          chat={chat}
          last={!continues(line, state.messages[index + 1], state)}
        />
      ))}
      {state.unsent.map((line) => (
        <UnsentLine key={line.client_ref} line={line} chat={chat} />
      ))}
    </div>
  );
}

/** Dots and, for a screen reader, words while the other side writes. */
export function Typing({ name }: { name: string | null }) {
  return (
    <div role="status">
      {name !== null && (
        <div class="in dots">
          <span class="hidden">{words('typing', { name: name || words('someone') })}</span>
          <i />
          <i />
          <i />
        </div>
      )}
    </div>
  );
}
