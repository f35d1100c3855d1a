import { Button, EmptyState } from '../ui';
import { navigate } from './router';
import { useTexts } from './texts';

/** For an address that leads nowhere. */
export function NotFound() {
  const t = useTexts();
  const home = <Button onClick={() => navigate('/', { replace: true })}>{t('to_workspace')}</Button>;
  return (
    <main id="main">
      <EmptyState icon="help" title={t('not_found')} action={home}>
        {t('not_found_hint')}
      </EmptyState>
    </main>
  );
}
