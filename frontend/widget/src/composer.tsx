/** Where the visitor writes. Never blocked by the network: what is sent waits in the outbox. */
import type { Chat } from './chat';
import { Icon } from './icons';
import { filesPart, formsPart } from './parts';
import { isOver } from './state';
import { words } from './texts';

export function Composer({ chat, onTyping }: { chat: Chat; onTyping: () => void }) {
  const { state } = chat;
  const { limits, forms } = state.greeting ?? {};
  const operator = !isOver(state) && state.conversation?.operator;
  /** The questions before the first message are answered, as far as they must be. */
  const answered = (form: Element) =>
    state.messages.length > 0 ||
    !forms?.start.fields.length ||
    (formsPart(state)?.mayBeSent(state, forms.start.fields, form) ?? true);
  const send = (form: Element) => {
    const text = state.draft.trim();
    if (text && answered(form)) {
      state.draft = '';
      chat.say(text);
    }
  };
  const bring = (event: Event & { currentTarget: Element }, from: Pick<DataTransfer, 'files'> | null) => {
    const files = [...(from?.files ?? [])];
    if (files.length > 0) {
      event.preventDefault();
      if (limits?.files && answered(event.currentTarget)) {
        void filesPart.come(state).then((part) => part?.attach(files, chat));
      }
    }
  };
  return (
    <>
      <div role="status" class="strip">
        {state.uploading && words('uploading', { name: state.uploading })}
      </div>
      <form
        class="compose"
        onSubmit={(event) => {
          event.preventDefault();
          send(event.currentTarget);
        }}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => bring(event, event.dataTransfer)}
        onPaste={(event) => bring(event, event.clipboardData)}
      >
        <textarea
          rows={1}
          aria-label={words('message')}
          placeholder={operator ? words('writeTo', operator) : words('writeMessage')}
          maxLength={limits?.text_characters}
          value={state.draft}
          onInput={({ currentTarget }) => {
            state.draft = currentTarget.value;
            onTyping();
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
              event.preventDefault();
              send(event.currentTarget);
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
                bring(event, event.currentTarget as Pick<DataTransfer, 'files'>);
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
