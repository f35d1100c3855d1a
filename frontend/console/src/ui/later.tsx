import { type ComponentType, Fragment, type ReactNode, useEffect } from 'react';
import { Button } from './button';
import { EmptyState } from './empty';
import { type Loadable, useLoadable } from './loadable';
import { texts, useTexts } from './texts';
import { toast } from './toast-queue';

function reload(): void {
  window.location.reload();
}

/** Says that a part did not come, where it has no place of its own to say so. */
export function tellNotLoaded(): void {
  toast({
    title: texts('part_not_loaded'),
    body: texts('part_not_loaded_hint'),
    icon: 'warning',
    tone: 'alert',
    action: { label: texts('load_page_again'), run: reload },
  });
}

function NotLoaded({ onRetry }: { onRetry: () => void }) {
  const t = useTexts();
  const action = (
    <div className="row">
      <Button onClick={onRetry}>{t('try_again')}</Button>
      <Button look="primary" icon="refresh" onClick={reload}>
        {t('load_page_again')}
      </Button>
    </div>
  );
  return (
    <div role="alert" className="grow">
      <EmptyState icon="warning" title={t('part_not_loaded')} action={action}>
        {t('part_not_loaded_hint')}
      </EmptyState>
    </div>
  );
}

/**
 * A component in a file of its own, fetched when it is first drawn, if it is not there yet. Once there it is drawn at
 * once. Until then its place shows `meanwhile`; if it does not come, what can be done about it, in `frame` where that
 * is needed to stand in its place.
 */
export function Later<Props extends object>({
  of,
  meanwhile,
  frame: Frame = Fragment,
  ...props
}: {
  of: Loadable<ComponentType<Props>>;
  meanwhile?: ReactNode;
  frame?: ComponentType<{ children: ReactNode }> | typeof Fragment;
} & Props) {
  const { thing: Part, failed, retry } = useLoadable(of);
  if (Part) {
    return <Part {...(props as unknown as Props)} />;
  }
  if (!failed) {
    return meanwhile;
  }
  return (
    <Frame>
      <NotLoaded onRetry={retry} />
    </Frame>
  );
}

/** The same for what lies over others: if it does not come, it is told and taken to be closed again. */
export function LaterLayer<Props extends { onClose: () => void }>({
  of,
  ...props
}: { of: Loadable<ComponentType<Props>> } & Props) {
  const { thing: Part, failed } = useLoadable(of);
  const { onClose } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once
  useEffect(() => {
    if (failed) {
      tellNotLoaded();
      onClose();
    }
  }, [failed]);
  return Part && <Part {...(props as unknown as Props)} />;
}
