import { useEffect, useState } from 'preact/hooks';
import type { Invitation } from './api';
import { Away, Back, Calling, type Known, Left, NoAnswer, Over, Ready } from './cards';
import { Card, Frame } from './frame';
import { LeaveForm } from './leave-form';
import { TellForm } from './tell-form';
import { words } from './texts';
import type { Visit } from './visit';

const SECOND_MILLISECONDS = 1000;

interface Props {
  visit: Visit;
  invitation: Invitation;
}

function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const ticking = setInterval(() => setNow(Date.now()), SECOND_MILLISECONDS);
    return () => clearInterval(ticking);
  }, []);
  return now;
}

function Stage({ visit, invitation, now }: Props & { now: number }) {
  const { page, stage } = visit;
  const [asks, setAsks] = useState<'leave' | 'tell' | null>(null);
  if (page === null) {
    return <Card picture="clock" title={words('loading')} about={visit.cut ? words('cannot_connect') : ''} />;
  }
  if (page === 'gone' || stage === 'expired' || stage === 'used') {
    return <Over page={page} used={stage === 'used'} />;
  }
  if (
    asks === 'leave' &&
    (stage === 'away' || stage === 'no_answer' || stage === 'calling' || stage === 'ready')
  ) {
    return (
      <LeaveForm
        operator={page.operator}
        busy={visit.busy}
        onLeave={(message, email) => visit.leave(message, email, page.client_name ?? '')}
        onCancel={() => setAsks(null)}
      />
    );
  }
  if (asks === 'tell' && stage === 'away') {
    return <TellForm operator={page.operator} invitation={invitation} onCancel={() => setAsks(null)} />;
  }
  const known: Known = { page, visit, now };
  const onLeave = () => setAsks('leave');
  switch (stage) {
    case 'ready':
      return <Ready {...known} calendar={invitation.calendar} />;
    case 'away':
      return (
        <Away {...known} calendar={invitation.calendar} onLeave={onLeave} onTell={() => setAsks('tell')} />
      );
    case 'calling':
      return <Calling {...known} />;
    case 'no_answer':
      return <NoAnswer {...known} onLeave={onLeave} />;
    case 'left':
      return <Left {...known} />;
    default:
      return <Back {...known} />;
  }
}

/** Everything before the chat. */
export function InvitationScreen({ visit, invitation }: Props) {
  const now = useNow();
  const page = visit.page === 'gone' ? null : visit.page;
  return (
    <Frame company={page?.company ?? null} look={page?.look ?? null}>
      {visit.cut && page && (
        <p class="strip" role="status">
          {words('cannot_connect')}
        </p>
      )}
      <Stage visit={visit} invitation={invitation} now={now} />
    </Frame>
  );
}
