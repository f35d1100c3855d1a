import { Component, type ReactNode } from 'react';
import { Button, EmptyState } from '../ui';
import { useTexts } from './texts';

function Crashed() {
  const t = useTexts();
  const reload = (
    <Button icon="refresh" onClick={() => window.location.reload()}>
      {t('reload')}
    </Button>
  );
  return (
    <div role="alert">
      <EmptyState icon="warning" title={t('crashed')} action={reload}>
        {t('crashed_hint')}
      </EmptyState>
    </div>
  );
}

export interface ErrorBoundaryProps {
  children: ReactNode;
}

/** Keeps a mistake in one part of the screen from emptying all of it; the browser's console has the details. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError() {
    return { crashed: true };
  }

  override render() {
    return this.state.crashed ? <Crashed /> : this.props.children;
  }
}
