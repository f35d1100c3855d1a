import './queue-pane.css';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { Id } from '../../../../../shared/api/views';
import { useDesk, useLiveState, useWorkspace } from '../../../foundation/desk/context';
import { atWork, putAside, slots, waiting } from '../../../foundation/workspace/lists';
import type { Workspace } from '../../../foundation/workspace/workspace';
import { Pane } from '../../../shell';
import { Banner, Button, Chip, classes, IconButton, Separator } from '../../../ui';
import { Offers } from '../../routing/offers';
import { useTexts } from '../texts';
import { matches } from './matches';
import { PutAside } from './put-aside';
import { QueueStates } from './queue-states';
import { MineRow } from './rows';
import { useSteady } from './use-steady';
import { WaitingList } from './waiting-list';

export interface QueuePaneProps {
  currentId: Id | null;
  width: number;
  onResize: (width: number) => void;
  /** Where one pane shows at a time: to the home screen. */
  onHome: () => void;
}

function slotWords(workspace: Workspace): string {
  const { used, limit } = slots(workspace);
  return `${used}/${limit}`;
}

function Slots() {
  const t = useTexts();
  const [used = '', limit = ''] = useWorkspace(slotWords).split('/');
  const full = Number(used) >= Number(limit);
  return (
    <Chip tone={full ? 'warn' : 'ok'} pill title={t('slots_hint')}>
      {t('slots', { used, count: Number(limit) })}
    </Chip>
  );
}

function Filter({
  words,
  onChange,
  onClose,
}: {
  words: string;
  onChange: (words: string) => void;
  onClose: () => void;
}) {
  const t = useTexts();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onClose();
    }
  };
  return (
    <div className="queue-filter">
      <input
        className="inp"
        type="search"
        aria-label={t('filter')}
        placeholder={t('filter_hint')}
        value={words}
        ref={(field) => field?.focus()}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}

function useFilter() {
  const [words, setWords] = useState<string | null>(null);
  const wanted = words?.trim() ?? '';
  return {
    words,
    wanted,
    toggle: () => setWords((before) => (before === null ? '' : null)),
    change: setWords,
    close: () => setWords(null),
  };
}

/** The left column: what is offered, what is mine, and who waits. One list for all channels. */
export function QueuePane({ currentId, width, onResize, onHome }: QueuePaneProps) {
  const t = useTexts();
  const { store } = useDesk();
  const filter = useFilter();
  const scroller = useRef<HTMLDivElement>(null);
  const mineList = useRef<HTMLUListElement>(null);
  const stale = useLiveState() !== 'live';
  const mayBeOld = useWorkspace(() => store.mayBeOld);
  const fits = (conversation: Parameters<typeof matches>[0]) => matches(conversation, filter.wanted);
  const own = useWorkspace(atWork).filter(fits);
  const aside = useWorkspace(putAside).filter(fits);
  const others = useWorkspace(waiting).filter(fits);
  const ownRows = useSteady(mineList, own);
  return (
    <Pane as="section" className={classes('queue', stale && 'stale')} label={t('queue')}>
      <Separator label={t('queue_width')} pane="left" value={width} onChange={onResize} />
      <div className="ph">
        <h2>{t('queue')}</h2>
        <Slots />
        <span className="end row g2">
          <IconButton className="only-sm" icon="inbox" size="s" label={t('home')} onClick={onHome} />
          <IconButton
            icon="filter"
            size="s"
            label={t('filter')}
            aria-expanded={filter.words !== null}
            onClick={filter.toggle}
          />
        </span>
      </div>
      {filter.words !== null && (
        <Filter words={filter.words} onChange={filter.change} onClose={filter.close} />
      )}
      <div className="scroll" ref={scroller}>
        {mayBeOld && (
          <div className="queue-old">
            <Banner
              tone="warn"
              icon="warning"
              action={
                <Button size="s" onClick={() => store.load()}>
                  {t('retry')}
                </Button>
              }
            >
              {t('may_be_old')}
            </Banner>
          </div>
        )}
        <Offers />
        {ownRows.length > 0 && (
          <h3 className="qsec">
            {t('mine')} <span className="cnt">{own.length}</span>
          </h3>
        )}
        <ul ref={mineList}>
          {ownRows.map(({ item, gone }) => (
            <li key={item.id}>
              <MineRow conversation={item} current={item.id === currentId} gone={gone} />
            </li>
          ))}
        </ul>
        <PutAside conversations={aside} currentId={currentId} filtered={filter.wanted !== ''} />
        {others.length > 0 && (
          <h3 className="qsec">
            {t('waiting')} <span className="cnt">{others.length}</span>
            <span className="end t3 qsec-order">{t('longest_first')}</span>
          </h3>
        )}
        <WaitingList conversations={others} currentId={currentId} scroller={scroller} />
        <QueueStates filtered={filter.wanted !== ''} shown={own.length + aside.length + others.length} />
      </div>
    </Pane>
  );
}
