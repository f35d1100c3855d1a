import { AppFrame, Pane, type SignedInRoute } from '../../shell';
import { Button, EmptyState, Loading, SkeletonRows } from '../../ui';
import { useTexts } from './texts';

export interface BeforeWorkspaceProps {
  route: SignedInRoute;
  failed: boolean;
  onRetry: () => void;
}

/** The frame at once, and the queue's skeleton, until the first snapshot is there. */
export function BeforeWorkspace({ route, failed, onRetry }: BeforeWorkspaceProps) {
  const t = useTexts();
  return (
    <AppFrame screen={route.screen} title={t(`screen_${route.screen}`)}>
      <div className="work nopanel showqueue">
        <Pane as="section" className="queue" label={t('queue')}>
          <div className="ph">
            <h2>{t('queue')}</h2>
          </div>
          {!failed && (
            <Loading label={t('loading')}>
              <SkeletonRows count={4} />
            </Loading>
          )}
        </Pane>
        <Pane as="main" id="main" className="main home-main" label={t('workspace')}>
          {failed && (
            <EmptyState
              icon="wifi-off"
              title={t('not_loaded')}
              action={
                <Button icon="refresh" onClick={onRetry}>
                  {t('try_again')}
                </Button>
              }
            >
              {t('not_loaded_hint')}
            </EmptyState>
          )}
        </Pane>
      </div>
    </AppFrame>
  );
}
