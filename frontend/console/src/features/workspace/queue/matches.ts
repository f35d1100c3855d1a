import type { ConversationView } from '../../../../../shared/api/views';
import { nameIn } from '../../clients/client-name';

/** Without case and accents. */
function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase();
}

/** Whether a row has all the words in it: the client, the channel, the queue, the subject, the newest words. */
export function matches(conversation: ConversationView, words: string): boolean {
  const { channel_name, queue_name, subject, thread, tags } = conversation;
  const all = [
    nameIn(conversation),
    channel_name,
    queue_name,
    subject,
    thread.last?.text,
    ...tags.map(({ name }) => name),
  ];
  const text = plain(all.filter(Boolean).join(' '));
  return plain(words)
    .split(/\s+/)
    .every((word) => text.includes(word));
}
