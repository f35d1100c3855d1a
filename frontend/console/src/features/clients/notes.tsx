import type { EntryView, Id } from '../../../../shared/api/views';
import { useWorkspace } from '../../foundation/desk/context';
import { Time } from '../../ui';
import { useTexts } from './texts';

const NO_ENTRIES: readonly EntryView[] = [];
/** Older ones stand in the timeline. */
const MOST = 3;

/** The newest notes of this conversation, so that they are seen without searching. */
export function Notes({ conversationId }: { conversationId: Id }) {
  const t = useTexts();
  const entries = useWorkspace(({ timelines }) => timelines.get(conversationId) ?? NO_ENTRIES);
  const notes = entries
    .filter(({ kind, text }) => kind === 'note' && text)
    .slice(-MOST)
    .toReversed();
  return (
    <section className="sect" aria-label={t('notes')}>
      <h3>{t('notes')}</h3>
      {notes.length === 0 && <p className="t3">{t('no_notes')}</p>}
      {notes.map((note) => (
        <div className="note panel-note" key={note.id}>
          <div className="h">
            <b>{note.author.name}</b>
            <span>
              · <Time at={note.at} style="day" />
            </span>
          </div>
          <p>{note.text}</p>
        </div>
      ))}
    </section>
  );
}
