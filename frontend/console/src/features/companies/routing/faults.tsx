import { Banner, Icon } from '../../../ui';
import type { Named } from '../people/people';
import { useTexts } from '../texts';
import type { Fault } from './routing';

export interface FaultsProps {
  faults: readonly Fault[];
  queues: readonly Named[];
  skills: readonly Named[];
}

const nameIn = (all: readonly Named[], wanted: string | null) =>
  all.find(({ id }) => id === wanted)?.name ?? '';

function useFaultWords({ faults, queues, skills }: FaultsProps): string[] {
  const t = useTexts();
  return faults.map(({ code, queue_id, skill_id }) => {
    const queue = nameIn(queues, queue_id);
    switch (code) {
      case 'empty_queue':
        return t('fault_empty_queue', { queue });
      case 'unreachable_skill':
        return t('fault_unreachable_skill', { queue, skill: nameIn(skills, skill_id) });
      case 'overflow_loop':
        return t('fault_overflow_loop', { queue });
      default:
        return t('fault_queue_gone');
    }
  });
}

/** What will not work, in a line of a list. */
export function FaultLine(props: FaultsProps) {
  const words = useFaultWords(props);
  return words.map((line) => (
    <div className="sm fault-line" key={line}>
      <Icon name="warning" size="s" />
      {line}
    </div>
  ));
}

/** The same above a form. */
export function FaultBanner(props: FaultsProps) {
  const words = useFaultWords(props);
  return words.map((line) => (
    <Banner tone="warn" icon="warning" key={line}>
      {line}
    </Banner>
  ));
}
