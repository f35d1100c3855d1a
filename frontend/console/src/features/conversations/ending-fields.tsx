import { useState } from 'react';
import type { ConversationView, Id } from '../../../../shared/api/views';
import { useDesk, useWorkspace } from '../../foundation/desk/context';
import { Checkbox, SelectField, TextArea } from '../../ui';
import { TagList } from './tag-list';
import { useTexts } from './texts';
import { type Ending, setTags } from './verbs';

export interface EndingState {
  readonly outcomeId: Id;
  readonly note: string;
  readonly missing: boolean;
  readonly transcript: boolean;
  setOutcome(id: Id): void;
  setNote(note: string): void;
  setTranscript(sent: boolean): void;
  /** The company wants an outcome, and there is none. */
  demandOutcome(): void;
  /** What the server is told. */
  said(): Ending;
}

const NONE = '';

/** What is being said about the end of a conversation. Tags are the conversation's own and saved at once. */
export function useEnding(conversation: ConversationView): EndingState {
  const [outcomeId, setOutcomeId] = useState(conversation.outcome_id ?? NONE);
  const [note, setNote] = useState('');
  const [missing, setMissing] = useState(false);
  const [transcript, setTranscript] = useState(false);
  return {
    outcomeId,
    note,
    missing,
    transcript,
    setNote,
    setTranscript,
    setOutcome: (id) => {
      setOutcomeId(id);
      setMissing(false);
    },
    demandOutcome: () => setMissing(true),
    said: () => ({
      ...(outcomeId === NONE ? {} : { outcome_id: outcomeId }),
      ...(note.trim() === '' ? {} : { note: note.trim() }),
      ...(transcript ? { transcript } : {}),
    }),
  };
}

export function EndingFields({
  conversation,
  ending,
}: {
  conversation: ConversationView;
  ending: EndingState;
}) {
  const t = useTexts();
  const desk = useDesk();
  const outcomes = useWorkspace((workspace) => workspace.outcomes);
  const required = useWorkspace((workspace) => workspace.company_settings.outcome_required);
  const mayBeMailed = useWorkspace(
    ({ channels, company_settings }) =>
      company_settings.outgoing_mail &&
      conversation.state !== 'wrap_up' &&
      conversation.client.email !== null &&
      [...channels.values()].some(
        ({ channel_id, capabilities }) => channel_id === conversation.channel_id && capabilities?.transcript,
      ),
  );
  const options = [
    { value: NONE, label: required ? t('choose_outcome') : t('no_outcome') },
    ...outcomes.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <div className="col ending">
      {outcomes.length > 0 && (
        <SelectField
          label={t('outcome')}
          options={options}
          value={ending.outcomeId}
          onChange={ending.setOutcome}
          error={ending.missing ? t('outcome_missing') : null}
        />
      )}
      <TagList tags={conversation.tags} onChange={(tags) => setTags(desk, conversation, tags)} />
      <TextArea label={t('ending_note')} rows={2} value={ending.note} onChange={ending.setNote} />
      {mayBeMailed && (
        <Checkbox checked={ending.transcript} onChange={ending.setTranscript}>
          {t('send_transcript', { name: conversation.client.name ?? conversation.client.email ?? '' })}
        </Checkbox>
      )}
    </div>
  );
}
