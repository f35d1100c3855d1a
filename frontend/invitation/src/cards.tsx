/** One card for each state of the page. */
import { useState } from 'preact/hooks';
import type { InvitationPage } from './api';
import { Action, Card, Field, Go } from './frame';
import { Icon } from './icons';
import { running } from './stage';
import { away, moment, words } from './texts';
import type { Visit } from './visit';

export interface Known {
  page: InvitationPage;
  visit: Visit;
  now: number;
}

/** When it was arranged for, in the client's own time, and how far that is. */
function Arranged({ page, now }: Known) {
  if (!page.arranged_for) {
    return null;
  }
  return (
    <div class="when">
      <Icon name="calendar" />
      <div>
        <time dateTime={page.arranged_for}>{moment(page.arranged_for)}</time>
        <span>{words('arranged', { name: page.operator.name })}</span>
        {page.early && <span class="count">{away(page.arranged_for, now)}</span>}
      </div>
    </div>
  );
}

function ToCalendar({ address }: { address: string }) {
  return (
    <Go icon="calendar" href={address}>
      {words('calendar')}
    </Go>
  );
}

export function Ready({ calendar, ...known }: Known & { calendar: string }) {
  const { page, visit } = known;
  const { name, picture } = page.operator;
  const [own, setOwn] = useState(page.client_name ?? '');
  return (
    <Card
      face={name}
      photo={picture}
      mark={{ text: words('is_online', { name }), tone: 'on' }}
      title={words('ready', { name })}
      about={words('ready_words', { name, company: page.company })}
    >
      {page.early && <Arranged {...known} />}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void visit.start(own);
        }}
      >
        <Field id="name" label={`${words('your_name')} ${words('optional')}`}>
          {(described) => (
            <input
              {...described}
              autocomplete="given-name"
              maxLength={200}
              value={own}
              onInput={(event) => setOwn(event.currentTarget.value)}
            />
          )}
        </Field>
        <Action main icon="chat" disabled={visit.busy}>
          {words('start')}
        </Action>
      </form>
      {page.early && <ToCalendar address={calendar} />}
    </Card>
  );
}

interface AwayProps extends Known {
  calendar: string;
  onLeave: () => void;
  onTell: () => void;
}

export function Away({ calendar, onLeave, onTell, ...known }: AwayProps) {
  const { page, visit } = known;
  const { name, picture } = page.operator;
  return (
    <Card
      face={name}
      photo={picture}
      calling={visit.waits}
      mark={{ text: visit.waits ? words('waiting_for', { name }) : words('is_away', { name }), tone: 'away' }}
      title={words(page.early ? 'early' : 'not_here', { name })}
      about={words(visit.waits ? 'waits_words' : 'away_words', { name })}
    >
      <Arranged {...known} />
      {visit.waits ? (
        <Action onPress={() => void visit.stopWaiting()}>{words('stop')}</Action>
      ) : (
        <Action main icon="clock" disabled={visit.busy} onPress={() => void visit.waitForOperator()}>
          {words('wait_for', { name })}
        </Action>
      )}
      {page.early && <ToCalendar address={calendar} />}
      {page.can_tell && !visit.waits && (
        <Action icon="bell" disabled={visit.busy} onPress={onTell}>
          {words('tell_me', { name })}
        </Action>
      )}
      <Action icon="mail" disabled={visit.busy} onPress={onLeave}>
        {words('leave_to', { name })}
      </Action>
      <Action icon="people" disabled={visit.busy} onPress={() => void visit.talkToTeam()}>
        {words('somebody_else')}
      </Action>
    </Card>
  );
}

function waited({ page, now }: Known): string {
  const since = page.conversation ? Date.parse(page.conversation.started_at) : now;
  return words('waiting', { time: running((now - since) / 1000) });
}

export function Calling(known: Known) {
  const { name, picture } = known.page.operator;
  return (
    <Card
      face={name}
      photo={picture}
      calling
      title={words('calling', { name })}
      about={words('calling_words', { name })}
    >
      <p class="mark on" aria-hidden="true">
        {waited(known)}
      </p>
      <Action disabled={known.visit.busy} onPress={() => void known.visit.stopWaiting()}>
        {words('stop')}
      </Action>
    </Card>
  );
}

export function NoAnswer({ onLeave, ...known }: Known & { onLeave: () => void }) {
  const { page, visit } = known;
  const { name, picture, reachable } = page.operator;
  return (
    <Card
      face={name}
      photo={picture}
      title={words(reachable ? 'no_answer' : 'not_here', { name })}
      about={words('no_answer_words', { name })}
    >
      <p class="mark away" aria-hidden="true">
        {waited(known)}
      </p>
      {reachable && (
        <Action main icon="clock" onPress={visit.waitOn}>
          {words('wait')}
        </Action>
      )}
      <Action main={!reachable} icon="mail" disabled={visit.busy} onPress={onLeave}>
        {words('leave')}
      </Action>
      <Action icon="people" disabled={visit.busy} onPress={() => void visit.talkToTeam()}>
        {words('team')}
      </Action>
    </Card>
  );
}

export function Over({ page, used }: { page: InvitationPage | 'gone'; used?: boolean }) {
  const known = page === 'gone' ? null : page;
  const company = known?.company ?? '';
  const about = used ? 'used_words' : 'expired_words';
  return (
    <Card
      picture={used ? 'checks' : 'clock'}
      mark={{ text: words(used ? 'used_once' : 'no_longer'), tone: 'over' }}
      title={words(used ? 'used' : 'expired')}
      about={words(known ? about : 'expired_words_alone', { company })}
    >
      {known && (
        <Go main icon="chat" href={`/chat/${encodeURIComponent(known.channel_key)}`}>
          {words('chat_with', { company })}
        </Go>
      )}
    </Card>
  );
}

export function Back({ page, visit }: Known) {
  const { name, picture } = page.operator;
  return (
    <Card
      face={name}
      photo={picture}
      mark={{ text: words('still_open'), tone: 'on' }}
      title={words('back', { name })}
      about={words('back_words', { when: page.conversation ? moment(page.conversation.started_at) : '' })}
    >
      <Action main icon="chat" disabled={visit.busy} onPress={() => void visit.comeBack()}>
        {words('back_to')}
      </Action>
    </Card>
  );
}

export function Left({ page }: Known) {
  const { name, picture } = page.operator;
  return (
    <Card
      face={name}
      photo={picture}
      mark={{ text: words('left_short'), tone: 'on' }}
      title={words('left', { name })}
      about={words('left_words')}
    />
  );
}
