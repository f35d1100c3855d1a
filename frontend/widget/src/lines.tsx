/** The timeline: what was said, by whom, and whether it arrived. */
import type { Chat, Waiting } from './chat';
import type { FileView, Message } from './contract';
import type { Http } from './http';
import { Icon } from './icons';
import { clock, say, size } from './texts';

function Tick({ state }: { state: string | undefined }) {
  switch (state) {
    case 'read':
      return <Icon name="checks" small label={say('read')} />;
    case 'delivered':
      return <Icon name="checks" small label={say('delivered')} />;
    case 'waiting':
      return <Icon name="clock" small label={say('onItsWay')} />;
    default:
      return <Icon name="check" small label={say('sent')} />;
  }
}

/** Fetched with the visitor's token, so it comes as bytes and not by an address. */
async function keepFile(file: FileView, http: Http): Promise<void> {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await http.file(`/files/${file.file_id}`));
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function Attachment({ file, http, mine }: { file: FileView; http: Http; mine: boolean }) {
  return (
    <button type="button" class={mine ? 'file mine' : 'file'} onClick={() => void keepFile(file, http)}>
      <Icon name="file" />
      <span>
        {file.name} <span>{size(file.size_bytes)}</span>
      </span>
    </button>
  );
}

function changeText(line: Message): string | null {
  const name = line.author.name;
  switch (line.change?.what) {
    case 'joined':
      return name && say('joined', { name });
    case 'ended':
      return name ? say('hasEnded', { name }) : say('chatEnded');
    case 'left':
      return say('left');
    default:
      return null;
  }
}

function Line({ line, http, last }: { line: Message; http: Http; last: boolean }) {
  if (line.change) {
    const text = changeText(line);
    return text ? <div class="event">{text}</div> : null;
  }
  const mine = line.author.kind === 'client';
  return (
    <>
      {line.text && <div class={mine ? 'out' : 'in'}>{line.text}</div>}
      {line.files.map((file) => (
        <Attachment key={file.file_id} file={file} http={http} mine={mine} />
      ))}
      {last && (
        <div class={mine ? 'meta mine' : 'meta'}>
          {mine ? (
            <>
              {clock(line.at)} <Tick state={line.delivery?.state} />
            </>
          ) : (
            `${line.author.name ?? say('someone')} · ${clock(line.at)}`
          )}
        </div>
      )}
    </>
  );
}

function Unsent({ line, chat }: { line: Waiting; chat: Chat }) {
  return (
    <>
      {line.text && <div class="out">{line.text}</div>}
      {line.files.map((file) => (
        <div key={file.file_id} class="file mine">
          <Icon name="file" />
          {file.name}
        </div>
      ))}
      {line.state === 'failed' ? (
        <div class="meta mine bad" role="alert">
          <Icon name="warn" small /> {say('notSent')}{' '}
          {line.failed === 'text_too_long' ? say('tooLong') : null}
          <button type="button" onClick={() => chat.again(line.client_ref)}>
            {say('sendAgain')}
          </button>
        </div>
      ) : (
        <div class="meta mine">
          {clock(line.at)} <Tick state="waiting" />
        </div>
      )}
    </>
  );
}

/** Whether the next line goes on in the same breath: same speaker, within three minutes, so one time stands below both. */
function continues(line: Message, next: Message | undefined): boolean {
  return (
    next !== undefined &&
    !next.change &&
    next.author.kind === line.author.kind &&
    next.author.name === line.author.name &&
    next.delivery?.state === line.delivery?.state &&
    Date.parse(next.at) - Date.parse(line.at) < 180_000
  );
}

export function Lines({ chat, http }: { chat: Chat; http: Http }) {
  const lines = chat.messages.value;
  return (
    <div role="log" aria-label={say('message')} style={{ display: 'contents' }}>
      {lines.map((line, index) => (
        <Line key={line.id} line={line} http={http} last={!continues(line, lines[index + 1])} />
      ))}
      {chat.unsent.value.map((line) => (
        <Unsent key={line.client_ref} line={line} chat={chat} />
      ))}
    </div>
  );
}

/** Dots and, for a screen reader, words while the other side writes. */
export function Typing({ chat }: { chat: Chat }) {
  const name = chat.typing.value;
  return (
    <div role="status">
      {name !== null && (
        <div class="in dots">
          <span class="hidden">{say('typing', { name: name || say('someone') })}</span>
          <i />
          <i />
          <i />
        </div>
      )}
    </div>
  );
}
