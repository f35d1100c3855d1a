import { type KeyboardEvent, type ReactNode, useId } from 'react';
import { classes } from './classes';
import { Icon, type IconName } from './icon';

export interface Tab<Id extends string> {
  id: Id;
  /** The whole accessible name; a badge is never part of it. */
  label: string;
  icon?: IconName;
  /** Shown after the label and spoken as the tab's description, for example `{text: '6', description: '6 earlier conversations'}`. */
  badge?: { text: string; description?: string; tone?: 'warn' };
  panel: ReactNode;
}

export interface TabsProps<Id extends string> {
  /** Names the list of tabs. */
  label: string;
  tabs: readonly Tab<Id>[];
  selected: Id;
  onSelect: (id: Id) => void;
  /** Stands at the end of the row, for example a button that closes the pane. */
  after?: ReactNode;
  /** Puts the row into a pane's header and lets the panel scroll under it. */
  inPaneHeader?: boolean;
}

interface TabButtonProps {
  tab: Tab<string>;
  id: string;
  selected: boolean;
  onSelect: () => void;
}

function TabButton({ tab, id, selected, onSelect }: TabButtonProps) {
  const { label, icon, badge } = tab;
  return (
    <button
      type="button"
      role="tab"
      id={id}
      aria-label={badge && label}
      aria-describedby={badge && `${id}-badge`}
      aria-controls={selected ? `${id}-panel` : undefined}
      aria-selected={selected}
      tabIndex={selected ? 0 : -1}
      onClick={onSelect}
    >
      {icon && <Icon name={icon} />}
      {label}
      {badge && <span className={badge.tone === 'warn' ? 'chip warn' : 'cnt'}>{badge.text}</span>}
      {badge && (
        <span hidden id={`${id}-badge`}>
          {badge.description ?? badge.text}
        </span>
      )}
    </button>
  );
}

/** The place that a key leads to among `count` tabs; nothing for other keys. */
function placeByKey(key: string, place: number, count: number): number | undefined {
  const places: Record<string, number> = {
    ArrowRight: (place + 1) % count,
    ArrowLeft: (place - 1 + count) % count,
    Home: 0,
    End: count - 1,
  };
  return places[key];
}

/** Tabs with arrow keys, Home and End; a tab opens as soon as it has focus. Only the open panel is drawn. */
export function Tabs<Id extends string>(props: TabsProps<Id>) {
  const { label, tabs, selected, onSelect, after, inPaneHeader } = props;
  const id = useId();
  const move = (event: KeyboardEvent) => {
    const place = tabs.findIndex((tab) => tab.id === selected);
    const next = placeByKey(event.key, place, tabs.length);
    const tab = next === undefined ? undefined : tabs[next];
    if (tab) {
      event.preventDefault();
      onSelect(tab.id);
      document.getElementById(`${id}-${tab.id}`)?.focus();
    }
  };
  const list = (
    <div className="tabs" role="tablist" aria-label={label} onKeyDown={move}>
      {tabs.map((tab) => (
        <TabButton
          key={tab.id}
          tab={tab}
          id={`${id}-${tab.id}`}
          selected={tab.id === selected}
          onSelect={() => onSelect(tab.id)}
        />
      ))}
    </div>
  );
  return (
    <div className={classes('tab-root', inPaneHeader && 'in-pane')}>
      {inPaneHeader ? (
        <div className="ph">
          {list}
          {after}
        </div>
      ) : (
        list
      )}
      <div
        role="tabpanel"
        id={`${id}-${selected}-panel`}
        aria-labelledby={`${id}-${selected}`}
        className={inPaneHeader ? 'scroll' : 'tab-panel'}
      >
        {tabs.find((tab) => tab.id === selected)?.panel}
      </div>
    </div>
  );
}
