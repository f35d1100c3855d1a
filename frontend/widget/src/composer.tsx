/** Where the visitor writes. Never blocked by the network: what is sent waits in the outbox. */
import type { Chat } from './chat';
import type { FileView } from './contract';
import { type Http, Refused } from './http';
import { Icon } from './icons';
import { say } from './texts';

interface Props {
  chat: Chat;
  http: Http;
  onTyping: () => void;
  /** Checked before anything is sent, for example the start form; false keeps the text where it is. */
  before: () => boolean;
}

async function attach(files: Iterable<File>, chat: Chat, http: Http): Promise<void> {
  chat.refusal.value = null;
  for (const file of files) {
    chat.uploading.value = file.name;
    try {
      const form = new FormData();
      form.append('file', file, file.name);
      chat.say('', [await http.send<FileView>('POST', '/files', form)]);
    } catch (error) {
      chat.refusal.value = error instanceof Refused && !error.passing ? say('fileRefused') : say('failed');
    }
  }
  chat.uploading.value = null;
}

export function Composer({ chat, http, onTyping, before }: Props) {
  const greeting = chat.greeting.value;
  const operator = chat.conversation.value?.operator;
  const uploading = chat.uploading.value;
  const send = () => {
    const text = chat.draft.value.trim();
    if (text && before()) {
      chat.draft.value = '';
      chat.say(text);
    }
  };
  return (
    <>
      <div role="status" class={uploading ? 'strip' : ''}>
        {uploading && say('uploading', { name: uploading })}
      </div>
      <form
        class="compose"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          void attach(event.dataTransfer?.files ?? [], chat, http);
        }}
      >
        <textarea
          rows={1}
          aria-label={say('message')}
          placeholder={operator ? say('writeTo', { name: operator.name }) : say('writeMessage')}
          maxLength={greeting?.limits.text_characters}
          value={chat.draft.value}
          onInput={(event) => {
            chat.draft.value = event.currentTarget.value;
            onTyping();
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
              event.preventDefault();
              send();
            }
          }}
          onPaste={(event) => {
            const files = event.clipboardData?.files;
            if (files?.length) {
              event.preventDefault();
              void attach(files, chat, http);
            }
          }}
        />
        {greeting?.limits.files && chat.conversation.value && !chat.ended && (
          <label class="icon">
            <span class="hidden">{say('attach')}</span>
            <Icon name="clip" />
            <input
              class="hidden"
              type="file"
              multiple
              hidden
              onChange={(event) => {
                void attach([...(event.currentTarget.files ?? [])], chat, http);
                event.currentTarget.value = '';
              }}
            />
          </label>
        )}
        <button type="submit" class="icon go" aria-label={say('send')}>
          <Icon name="send" />
        </button>
      </form>
    </>
  );
}
