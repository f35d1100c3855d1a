/** Where the visitor writes. Never blocked by the network: what is sent waits in the outbox. */
import type { Chat } from './chat';
import { Icon } from './icons';
import { filesPart, formsPart } from './parts';
import { isOver } from './state';
import { words } from './texts';

/** Whether the questions before the first message are answered, as far as they must be. */
function answered({ state }: Chat, within: Element): boolean {
  const { fields = [], consent } = state.greeting?.forms.start ?? {};
  return (
    state.messages.length > 0 ||
    !(fields.length || consent) ||
    (formsPart(state)?.mayBeSent(state, fields, within) ?? true)
  );
}

/** Files that are chosen, dropped or pasted. */
export function bring(
  chat: Chat,
  event: Event & { currentTarget: Element },
  from: Pick<DataTransfer, 'files'> | null,
): void {
  const { state } = chat;
  const files = [...(from?.files ?? [])];
  if (files.length > 0) {
    event.preventDefault();
    if (state.greeting?.limits.files && answered(chat, event.currentTarget)) {
      void filesPart.come(state).then((part) => part?.attach(files, chat));
    }
  }
}

export function Composer({ chat, onTyping }: { chat: Chat; onTyping: () => void }) {
  const { state } = chat;
  const { limits } = state.greeting ?? {};
  const operator = !isOver(state) && state.conversation?.operator;
  const files = state.uploading && filesPart(state);
  const send = (event: Event & { currentTarget: Element }) => {
    const text = state.draft.trim();
    event.preventDefault();
    if (text && answered(chat, event.currentTarget)) {
      state.draft = '';
      chat.say(text);
    }
  };
  return (
    <>
      <div role="status" class="strip">
        {files && <files.Uploading state={state} />}
      </div>
      <form class="compose" onSubmit={send}>
        <textarea
          rows={1}
          aria-label={words('message')}
          placeholder={operator ? words('writeTo', { name: operator.name }) : words('writeMessage')}
          maxLength={limits?.text_characters}
          value={state.draft}
          onInput={({ currentTarget }) => {
            state.draft = currentTarget.value;
            onTyping();
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
              send(event);
            }
          }}
        />
        {limits?.files && (
          <label class="icon">
            <Icon name="clip" />
            <input
              class="hidden"
              type="file"
              multiple
              aria-label={words('attach')}
              accept={limits.file_kinds.join()}
              onChange={(event) => {
                bring(chat, event, event.currentTarget as Pick<DataTransfer, 'files'>);
                event.currentTarget.value = '';
              }}
            />
          </label>
        )}
        <button type="submit" class="icon go" aria-label={words('send')}>
          <Icon name="send" />
        </button>
      </form>
    </>
  );
}
