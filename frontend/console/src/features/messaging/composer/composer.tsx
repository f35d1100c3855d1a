import './composer.css';
import { type ReactNode, type RefObject, useId, useRef, useState } from 'react';
import type { ConversationView } from '../../../../../shared/api/views';
import { useDesk } from '../../../foundation/desk/context';
import { isEmpty, type Writing } from '../../../foundation/drafts/drafts';
import { type Command, useCommands, useShortcuts } from '../../../shell';
import { classes } from '../../../ui';
import { firstName, nameIn } from '../../clients/client-name';
import { texts, useTexts } from '../texts';
import { Attachments } from './attachments';
import { Footer } from './footer';
import { switchEnterSends, useEnterSends } from './preferences';
import { TemplatePopup, useTemplateChoice } from './template-popup';
import { insertTemplate, type TemplateQuery, templateQuery } from './templates';
import { useDraft } from './use-draft';
import { useFiles } from './use-files';
import { useGrow } from './use-grow';
import { useSend } from './use-send';
import { useTextKeys } from './use-text-keys';
import { WritingTabs } from './writing-tabs';

export interface ComposerProps {
  conversation: ConversationView;
  /** Where the keyboard goes after Accept. */
  area: RefObject<HTMLTextAreaElement | null>;
  /** The conversation has ended: only notes are still possible. */
  notesOnly: boolean;
  /** Stands beside Send: what else can be done with what is written to the client. */
  beside?: (sender: Sender) => ReactNode;
}

/** What is written to the client, to be sent from elsewhere. */
export interface Sender {
  /** There is something to send, and all of it is there. */
  readonly ready: boolean;
  /** Settles when it is kept for sending. */
  readonly send: () => Promise<void>;
}

/** Writes to the client, or a note to colleagues; what is typed is kept at every key. */
export function Composer({ conversation, area, notesOnly, beside }: ComposerProps) {
  const t = useTexts();
  const [chosen, setChosen] = useState<Writing>('message');
  const writing = notesOnly ? 'note' : chosen;
  const name = nameIn(conversation);
  useShortcuts([
    {
      id: 'messaging.note',
      keys: 'Alt+N',
      words: () => texts('toggle_note'),
      group: 'conversation',
      when: () => !notesOnly,
      run: () => {
        setChosen(writing === 'note' ? 'message' : 'note');
        // The text of the other tab is another field, which is there with the next frame.
        requestAnimationFrame(() => area.current?.focus());
      },
    },
  ]);
  const enterSends = useEnterSends();
  useCommands({
    id: 'messaging.enter',
    heading: () => texts('writing'),
    commands: (): Command[] => [
      {
        id: 'messaging.enter',
        words: enterSends ? texts('enter_breaks') : texts('enter_sends'),
        icon: 'keyboard',
        run: () => switchEnterSends(!enterSends),
      },
    ],
  });
  return (
    <Writer
      key={`${conversation.id} ${writing}`}
      conversation={conversation}
      writing={writing}
      area={area}
      label={writing === 'note' ? t('note_label', { name }) : t('message_label', { name })}
      placeholder={
        writing === 'note' ? t('note_placeholder') : t('message_placeholder', { name: firstName(name) })
      }
      tabs={<WritingTabs writing={writing} onChange={setChosen} notesOnly={notesOnly} />}
      beside={writing === 'message' ? beside : undefined}
    />
  );
}

interface WriterProps {
  conversation: ConversationView;
  writing: Writing;
  area: RefObject<HTMLTextAreaElement | null>;
  label: string;
  placeholder: string;
  tabs: ReactNode;
  beside: ComposerProps['beside'];
}

/** Puts the caret somewhere after the text has changed. */
function useCaret(area: RefObject<HTMLTextAreaElement | null>) {
  return (start: number, end: number) =>
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(start, end);
    });
}

function Writer({ conversation, writing, area, label, placeholder, tabs, beside }: WriterProps) {
  const ids = useId();
  const { store, typing } = useDesk();
  const { draft, state, write } = useDraft(conversation.id, writing);
  const send = useSend(conversation.id, writing);
  const files = useFiles({ write });
  const [query, setQuery] = useState<TemplateQuery | null>(null);
  const moveCaret = useCaret(area);
  const picker = useRef<HTMLInputElement>(null);
  useGrow(area, draft.text);

  const changeText = (text: string, caret: number) => {
    write({ text });
    setQuery(writing === 'message' ? templateQuery(text, caret) : null);
    if (writing === 'message') {
      typing.tell(store.live, conversation.id, text.trim() !== '');
    }
  };
  const insert = (words: string) => {
    const { selectionStart: start, selectionEnd: end } = area.current ?? {
      selectionStart: 0,
      selectionEnd: 0,
    };
    changeText(draft.text.slice(0, start) + words + draft.text.slice(end), start + words.length);
    moveCaret(start + words.length, start + words.length);
  };
  const choice = useTemplateChoice(conversation, query, {
    onClose: () => setQuery(null),
    onChoose: (pieces, sendNow) => {
      const place = query ?? { start: draft.text.length, end: draft.text.length };
      const { text, selection } = insertTemplate(draft.text, place, pieces);
      setQuery(null);
      if (sendNow && !pieces.some(({ kind }) => kind === 'missing')) {
        send({ ...draft, text });
      } else {
        write({ text });
        moveCaret(...selection);
      }
    },
  });
  const ready = !isEmpty(draft) && files.uploads.length === 0;
  const sendNow = () => ready && send(draft);
  const onKeyDown = useTextKeys({
    conversationId: conversation.id,
    isEmpty: draft.text === '',
    choice,
    sendNow,
    write,
    moveCaret,
  });

  return (
    <fieldset
      className={classes('comp', writing === 'note' && 'asnote', files.dragging && 'dropping')}
      {...files.dropTarget}
    >
      <legend className="sr">{label}</legend>
      {query && <TemplatePopup id={`${ids}-templates`} choice={choice} words={query.words} />}
      {tabs}
      <textarea
        ref={area}
        rows={2}
        aria-label={label}
        placeholder={placeholder}
        value={draft.text}
        dir="auto"
        aria-controls={query ? `${ids}-templates` : undefined}
        aria-activedescendant={query && choice.current ? `${ids}-templates-${choice.current.id}` : undefined}
        onChange={({ target }) => changeText(target.value, target.selectionStart)}
        onKeyDown={onKeyDown}
        onPaste={files.onPaste}
        onBlur={() => setQuery(null)}
      />
      <Attachments
        files={draft.files}
        uploads={files.uploads}
        onRemoveFile={files.removeFile}
        onCancel={files.cancel}
        onRetry={files.retry}
      />
      <Footer
        writing={writing}
        state={state}
        ready={ready}
        uploading={files.uploads.length > 0}
        onAttach={() => picker.current?.click()}
        onEmoji={insert}
        onTemplates={() => insert(draft.text === '' || /\s$/.test(draft.text) ? '#' : ' #')}
        onSend={sendNow}
        beside={beside?.({ ready, send: () => send(draft) })}
      />
      <input ref={picker} type="file" multiple hidden onChange={files.onPick} />
    </fieldset>
  );
}
