/** A copy of what was said, as a text file on the visitor's own device, or by e-mail where the company sends letters. */
import type { Chat } from './chat';
import type { Later } from './later';
import type { State } from './state';
import { moment, words } from './texts';

export function transcriptOf({ greeting, messages }: State): string {
  const lines = messages
    .filter(({ change }) => !change)
    .map(({ author, at, text, files }) => {
      const name = author.kind === 'client' ? words('you') : (author.name ?? words('someone'));
      const said = [text, ...files.map((file) => `[${file.name}]`)].filter(Boolean).join(' ');
      return `${moment(at, true)}  ${name}: ${said}`;
    });
  return [greeting?.company.name ?? '', '', ...lines, ''].join('\n');
}

export function saveTranscript(state: State): void {
  saveAs(new Blob([transcriptOf(state)], { type: 'text/plain;charset=utf-8' }), 'chat.txt');
}

/** Gives the visitor a file; a page's strict policy allows that, because nothing is shown or run. */
export function saveAs(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

let mailingPart: Later<typeof import('./mailing')> | undefined;

/** The wish for it by e-mail, and below it the form when it is wished; the menu stays open around it. */
export function MailTranscript({ chat, look }: { chat: Chat; look?: string }) {
  const { state } = chat;
  const id = state.conversation?.id;
  const asks = state.mailing?.id === id;
  mailingPart ??= chat.later(() => import('./mailing'));
  const mailing = asks && mailingPart(state);
  return state.greeting?.forms.transcript ? (
    <div class="mail">
      <button
        type="button"
        class={look}
        aria-expanded={asks}
        onClick={() => {
          state.mailing = id === undefined || asks ? null : { id };
        }}
      >
        {words('mailTranscript')}
      </button>
      {mailing && <mailing.Mailing chat={chat} />}
    </div>
  ) : null;
}
