import { Banner, EmptyState } from '../../ui';
import { AnotherCall } from './another-call';
import './calls.css';
import { useTexts } from './texts';
import { lineWords, useLine } from './use-line';

/** What belongs to calls; without a channel that carries them, only the word that one talks elsewhere. */
export function CallsTab() {
  const t = useTexts();
  const line = useLine();
  const told = line && lineWords(line);
  return (
    <div className="calls">
      <AnotherCall />
      {line && told && (
        <Banner
          tone={line.state === 'ready' ? 'ok' : 'warn'}
          icon={line.state === 'ready' ? 'phone' : 'phone-off'}
        >
          {told.words}
          {told.mend && ` · ${told.mend}`}
        </Banner>
      )}
      {!line && (
        <EmptyState icon="phone" title={t('no_line')}>
          {t('no_line_hint')}
        </EmptyState>
      )}
    </div>
  );
}
