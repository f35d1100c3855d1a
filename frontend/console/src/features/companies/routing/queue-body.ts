import { texts } from '../texts';
import { draftOf, type OverflowDraft, overflowOf } from './overflow-fields';
import { relaxationOf, type Step, stepOf } from './relaxation-fields';
import { type Hours, numberOf, type Queue, type QueueSettings } from './routing';

/** Text fields of the form; numbers as they are typed. */
export type QueueTexts = Record<'name' | 'target' | 'size' | 'last' | 'urgent' | 'high' | 'reply', string>;

/** What is chosen rather than typed. */
export interface QueueChoices
  extends Pick<QueueSettings, 'discipline' | 'choice' | 'broadcast' | 'when_nobody'> {
  readonly hours: readonly Hours[] | null;
  readonly overflow: OverflowDraft;
  readonly steps: readonly Step[];
}

const whole = (least: number, most: number) => (value: string) => {
  const number = Number(value);
  return value.trim() !== '' && Number.isInteger(number) && number >= least && number <= most
    ? null
    : texts('whole_number', { least, most });
};
const A_WEEK = 604_800;
const seconds = whole(0, A_WEEK);

export const RULES = {
  name: (value: string) => (value.trim() ? null : texts('queue_name_missing')),
  target: whole(1, A_WEEK),
  size: (value: string) => (value.trim() ? whole(1, 100_000)(value) : null),
  last: seconds,
};

export function textsOf(queue: Queue): QueueTexts {
  const classes = queue.discipline === 'ageing' ? queue.ageing_rates : queue.head_start_seconds;
  return {
    name: queue.name,
    target: String(queue.service_target_seconds),
    size: String(queue.size_limit ?? ''),
    last: String(queue.last_operator_seconds),
    urgent: String(classes['1'] ?? ''),
    high: String(classes['2'] ?? ''),
    reply: queue.reply_text,
  };
}

export function choicesOf(queue: Queue): QueueChoices {
  return {
    discipline: queue.discipline,
    choice: queue.choice,
    broadcast: queue.broadcast,
    when_nobody: queue.when_nobody,
    hours: queue.hours,
    overflow: draftOf(queue.overflow),
    steps: queue.relaxation.map(stepOf),
  };
}

function classesOf({ urgent, high }: QueueTexts): Record<string, number> {
  const both = [
    ['1', numberOf(urgent)],
    ['2', numberOf(high)],
  ] as const;
  return Object.fromEntries(both.filter(([, value]) => value !== null)) as Record<string, number>;
}

/** What is sent: the numbers of classes only for the discipline that uses them. */
export function bodyOf(typed: QueueTexts, chosen: QueueChoices): object {
  const { discipline, choice, broadcast, when_nobody, hours } = chosen;
  return {
    name: typed.name.trim(),
    service_target_seconds: Number(typed.target),
    discipline,
    choice,
    broadcast,
    when_nobody,
    hours,
    size_limit: numberOf(typed.size),
    last_operator_seconds: Number(typed.last),
    reply_text: typed.reply,
    overflow: overflowOf(chosen.overflow),
    relaxation: chosen.steps.map(relaxationOf),
    ...(discipline === 'head_start' && { head_start_seconds: classesOf(typed) }),
    ...(discipline === 'ageing' && { ageing_rates: classesOf(typed) }),
  };
}
