import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { InvitationUse } from '../../../../shared/api/invitation-view';
import { useWorkspace } from '../../foundation/desk/context';
import { refusalWords } from '../../shell';
import { Button, Icon, now, Segmented, TextField, timeWords, toast, useNow } from '../../ui';
import { createInvitation, invitationsQuery, type NewInvitation, withView } from './invitations';
import { LengthField } from './length-field';
import { endOf, lengthWords, momentOf, secondsOf, usualLength, type Wanted } from './lengths';
import { useTexts } from './texts';

const ADDRESS = /^[^@\s]+@[^@\s]+\.[^@\s.]{2,}$/;
const EMPTY = { day: '', time: '', name: '', email: '', note: '' };
const MINUTE = 60_000;

type Fields = typeof EMPTY;
type Mistakes = Partial<Record<'length' | 'arranged' | 'email', string>>;

function Optional({ children }: { children: string }) {
  return <span className="t3 invitation-optional"> {children}</span>;
}

function zoneName(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function trimmed(values: Readonly<Record<string, string>>): Record<string, string> {
  const given = Object.entries(values).map(([name, value]) => [name, value.trim()]);
  return Object.fromEntries(given.filter(([, value]) => value !== ''));
}

function wishOf(use: InvitationUse, seconds: number, fields: Fields): NewInvitation {
  const arranged = momentOf(fields.day, fields.time);
  const client = trimmed({ name: fields.name, email: fields.email });
  return {
    use,
    valid_for_seconds: seconds,
    ...(arranged === null ? {} : { arranged_for: new Date(arranged).toISOString(), time_zone: zoneName() }),
    ...trimmed({ note: fields.note }),
    ...(Object.keys(client).length > 0 ? { client } : {}),
  };
}

interface ArrangedProps {
  fields: Fields;
  error: string | undefined;
  onChange: (changes: Partial<Fields>) => void;
}

function ArrangedField({ fields, error, onChange }: ArrangedProps) {
  const t = useTexts();
  const id = useId();
  const described = { 'aria-describedby': `${id}-below`, 'aria-invalid': error ? true : undefined };
  return (
    <div className="field">
      <label htmlFor={id}>
        {t('arranged_time')}
        <Optional>{t('optional')}</Optional>
      </label>
      <div className="row g2">
        <input
          {...described}
          id={id}
          className="inp num invitation-day"
          type="date"
          value={fields.day}
          onChange={(event) => onChange({ day: event.target.value })}
        />
        <input
          {...described}
          className="inp num invitation-clock"
          type="time"
          aria-label={t('arranged_clock')}
          value={fields.time}
          onChange={(event) => onChange({ time: event.target.value })}
        />
      </div>
      {error ? (
        <span className="err" id={`${id}-below`}>
          <Icon name="warning" size="xs" />
          {error}
        </span>
      ) : (
        <span className="hint" id={`${id}-below`}>
          {t('arranged_hint')} {fields.day && t('arranged_zone', { zone: zoneName() })}
        </span>
      )}
    </div>
  );
}

/** Makes an invitation; what was typed stays until it is there. */
export function NewInvitationForm({ onCreated }: { onCreated: (id: string) => void }) {
  const t = useTexts();
  const queries = useQueryClient();
  const [use, setUse] = useState<InvitationUse>('once');
  const company = useWorkspace((workspace) => workspace.company_settings);
  const [chosen, setWanted] = useState<Wanted | null>(null);
  const [fields, setFields] = useState(EMPTY);
  const [mistakes, setMistakes] = useState<Mistakes>({});
  const [busy, setBusy] = useState(false);
  const minute = useNow((instant) => Math.floor(instant / MINUTE));
  const longest = company.invitation_longest_seconds;
  const wanted = chosen ?? usualLength(use, company);
  const seconds = secondsOf(wanted, longest);
  const wrongLength = t('custom_wrong', { longest: lengthWords(longest) });
  const arranged = momentOf(fields.day, fields.time);
  const end = seconds === null ? null : endOf(seconds, arranged, minute * MINUTE);
  const change = (changes: Partial<Fields>) => {
    setMistakes({});
    setFields((before) => ({ ...before, ...changes }));
  };

  const found = (): Mistakes => ({
    ...(seconds === null ? { length: wrongLength } : {}),
    ...((fields.day || fields.time) && (arranged === null || arranged <= now())
      ? { arranged: t('arranged_past') }
      : {}),
    ...(fields.email.trim() && !ADDRESS.test(fields.email.trim()) ? { email: t('email_wrong') } : {}),
  });

  const create = async (event: FormEvent) => {
    event.preventDefault();
    const wrong = found();
    setMistakes(wrong);
    if (seconds === null || Object.keys(wrong).length > 0) {
      return;
    }
    setBusy(true);
    try {
      const view = await createInvitation(wishOf(use, seconds, fields));
      queries.setQueryData(invitationsQuery.queryKey, (list) => withView(list, view));
      setFields(EMPTY);
      onCreated(view.id);
    } catch (failure) {
      toast({ title: t('not_created'), body: refusalWords(failure), tone: 'alert', icon: 'warning' });
    } finally {
      setBusy(false);
    }
  };

  return (
    <form className="card" aria-labelledby="new-invitation" onSubmit={create} noValidate>
      <div className="h">
        <h3 id="new-invitation">{t('new')}</h3>
      </div>
      <div className="invitation-form">
        <div className="field halves">
          <span className="lbl" id="invitation-use">
            {t('can_be_used')}
          </span>
          <Segmented
            labelledBy="invitation-use"
            options={[
              { value: 'once', label: t('once') },
              { value: 'repeatedly', label: t('repeatedly') },
            ]}
            value={use}
            onChange={(other) => {
              setUse(other);
              setWanted(null);
            }}
          />
        </div>
        <LengthField
          wanted={wanted}
          longest={longest}
          onChange={(changed) => {
            setMistakes({});
            setWanted(changed);
          }}
          hint={end === null ? wrongLength : t('ends', { time: timeWords(end, 'moment') })}
          error={mistakes.length ?? null}
        />
        <ArrangedField fields={fields} error={mistakes.arranged} onChange={change} />
        <TextField
          label={
            <>
              {t('client_name')}
              <Optional>{t('optional')}</Optional>
            </>
          }
          maxLength={200}
          value={fields.name}
          onChange={(name) => change({ name })}
        />
        <TextField
          label={
            <>
              {t('client_email')}
              <Optional>{t('optional')}</Optional>
            </>
          }
          type="email"
          maxLength={254}
          error={mistakes.email}
          value={fields.email}
          onChange={(email) => change({ email })}
        />
        <TextField
          label={
            <>
              {t('note')}
              <Optional>{t('note_optional')}</Optional>
            </>
          }
          maxLength={500}
          value={fields.note}
          onChange={(note) => change({ note })}
        />
        <Button type="submit" look="primary" size="l" icon="invitation" busy={busy && t('creating')}>
          {t('create')}
        </Button>
      </div>
    </form>
  );
}
