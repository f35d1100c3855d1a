/** The chat's few commands, fetched with the first look at them. */
import type { Chat } from './chat';
import STYLES from './menu.css?inline';
import { beQuiet, isQuiet } from './sound';
import { words } from './texts';
import TEXTS from './texts/menu.en.json';
import { MailTranscript, saveTranscript } from './transcript';

export { STYLES, TEXTS };

export function Menu({ chat }: { chat: Chat }) {
  const { state } = chat;
  const quiet = isQuiet();
  return (
    <div class="menu" id="menu">
      <button type="button" onClick={() => saveTranscript(state)}>
        {words('saveTranscript')}
      </button>
      <MailTranscript chat={chat} />
      <button type="button" onClick={() => beQuiet(!quiet)}>
        {words(quiet ? 'soundsOn' : 'soundsOff')}
      </button>
      <button type="button" onClick={() => chat.leave()}>
        {words(state.conversation?.state === 'queued' ? 'leaveQueue' : 'endChat')}
      </button>
    </div>
  );
}
