import './conversation.css';
import { Pane } from '../../shell';
import { Loading, Skeleton } from '../../ui';
import { useTexts } from './texts';

/** The shape of what was said, until it is there. */
export function Bubbles() {
  return (
    <div className="log" aria-hidden="true">
      <Skeleton width="58%" height={52} />
      <div className="skeleton-out">
        <Skeleton width="46%" height={36} />
      </div>
      <Skeleton width="40%" height={36} />
    </div>
  );
}

/** The place of a conversation while what draws it is on its way. */
export function ConversationToCome() {
  const t = useTexts();
  return (
    <Pane as="main" id="main" className="main conversation" label={t('conversation')}>
      <div className="grow">
        <Loading label={t('loading')}>
          <Bubbles />
        </Loading>
      </div>
    </Pane>
  );
}
