import { classes, Icon, type Instant, toMilliseconds, useNow, useTimeWords } from '../../ui';

export interface ServiceTargetProps {
  /** When the clock began to run. */
  since: Instant;
  /** How long it may take, in seconds. */
  seconds: number;
}

type Tone = 'warn' | 'bad' | undefined;

/** Amber in the last quarter, red when it is over. */
function toneOf(deadline: number, seconds: number, now: number): Tone {
  const left = (deadline - now) / 1000;
  if (left < 0) {
    return 'bad';
  }
  return left < seconds / 4 ? 'warn' : undefined;
}

export function deadlineOf({ since, seconds }: ServiceTargetProps): number {
  return toMilliseconds(since) + seconds * 1000;
}

/** The time that is left to answer, or by how much it is over. */
export function ServiceTarget(target: ServiceTargetProps) {
  const deadline = deadlineOf(target);
  const tone = useNow((now) => toneOf(deadline, target.seconds, now));
  const words = useTimeWords(deadline, 'left');
  return (
    <span className={classes('sla', tone)}>
      <Icon name={tone === 'bad' ? 'warning' : 'clock'} size="xs" />
      {words}
    </span>
  );
}
