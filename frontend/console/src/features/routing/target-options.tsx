import type { ColleagueView } from '../../../../shared/api/views';
import { useWorkspace } from '../../foundation/desk/context';
import { Avatar, classes, Icon, type Presence, PresenceMark, timeWords } from '../../ui';
import { presenceOf, statusWord } from '../presence/status-words';
import { texts as presenceTexts } from '../presence/texts';
import { useTexts } from './texts';
import { type TransferTarget, targetId } from './transfer-targets';

export interface TargetOptionsProps {
  listId: string;
  targets: readonly TransferTarget[];
  chosen: TransferTarget | undefined;
  onChoose: (id: string) => void;
}

/** Why a colleague cannot take it, or that he can: "Lunch, back at 12:45". */
function useAvailability(): (colleague: ColleagueView) => string {
  const t = useTexts();
  const reasons = useWorkspace((workspace) => workspace.away_reasons);
  return (colleague) => {
    const word = statusWord(presenceTexts, colleague, reasons);
    if (colleague.status === 'online') {
      if (colleague.on_another_call) {
        return t('on_another_call');
      }
      return colleague.reachable ? word : t('not_reachable');
    }
    return colleague.back_at
      ? t('back_at', { status: word, time: timeWords(colleague.back_at, 'clock') })
      : word;
  };
}

/** Who is online and cannot be reached is not there, whatever was declared. */
function markOf(colleague: ColleagueView): Presence {
  const presence = presenceOf(colleague);
  return presence === 'online' && !colleague.reachable ? 'offline' : presence;
}

function Row({ target }: { target: TransferTarget }) {
  const t = useTexts();
  const availability = useAvailability();
  if (target.kind === 'queue') {
    const { name, waiting } = target.queue;
    return (
      <>
        <span className="ch s">
          <Icon name="users" />
        </span>
        <span className="grow">
          <span className="m ell mi-words">{name}</span>
          <span className="sm t3 num mi-words">{t('waiting', { count: waiting })}</span>
        </span>
      </>
    );
  }
  const { colleague } = target;
  return (
    <>
      <Avatar name={colleague.name} colourBy={colleague.id} picture={colleague.picture} size="s" />
      <span className="grow">
        <span className="m ell mi-words">{colleague.name}</span>
        <span className="sm t3 num mi-words">{target.because ?? availability(colleague)}</span>
      </span>
      <PresenceMark presence={markOf(colleague)} />
    </>
  );
}

/** The targets under their headings, one of them chosen. */
export function TargetOptions({ listId, targets, chosen, onChoose }: TargetOptionsProps) {
  const t = useTexts();
  const chosenId = chosen && targetId(chosen);
  const group = (kind: TransferTarget['kind']) => targets.filter((target) => target.kind === kind);
  return (
    <div className="transfer-list" id={listId} role="listbox" aria-label={t('targets')}>
      {(['queue', 'colleague'] as const).map((kind) => {
        const options = group(kind);
        return (
          options.length > 0 && (
            // biome-ignore lint/a11y/useSemanticElements: a group inside a listbox, which <fieldset> is not
            <div role="group" key={kind} aria-label={t(`targets_${kind}`)}>
              <div className="mh" aria-hidden="true">
                {t(`targets_${kind}`)}
              </div>
              {options.map((target) => (
                // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the search field, which names the chosen option
                // biome-ignore lint/a11y/useKeyWithClickEvents: its keys are those of the search field
                <div
                  key={targetId(target)}
                  id={`${listId}-${targetId(target)}`}
                  className={classes('mi', targetId(target) === chosenId && 'act')}
                  role="option"
                  aria-selected={targetId(target) === chosenId}
                  aria-disabled={!target.possible}
                  onClick={() => target.possible && onChoose(targetId(target))}
                >
                  <Row target={target} />
                </div>
              ))}
            </div>
          )
        );
      })}
    </div>
  );
}
