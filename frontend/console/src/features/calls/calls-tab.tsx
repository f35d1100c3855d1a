import { useWorkspace } from '../../foundation/desk/context';
import { EmptyState } from '../../ui';
import { AnotherCall } from './another-call';
import './calls.css';
import { useTexts } from './texts';

/** What belongs to calls; without a channel that carries them, only the word that one talks elsewhere. */
export function CallsTab() {
  const t = useTexts();
  const carries = useWorkspace(({ channels }) =>
    [...channels.values()].some(({ capabilities }) => capabilities?.calls),
  );
  return (
    <div className="calls">
      <AnotherCall />
      {!carries && (
        <EmptyState icon="phone" title={t('no_line')}>
          {t('no_line_hint')}
        </EmptyState>
      )}
    </div>
  );
}
