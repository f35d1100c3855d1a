import { Tabs as Base } from '@base-ui/react/tabs';
import { type ReactNode, useId } from 'react';
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

function TabButton<Id extends string>({ tab }: { tab: Tab<Id> }) {
  const badgeId = useId();
  const { label, icon, badge } = tab;
  const described = badge ? { 'aria-label': label, 'aria-describedby': badgeId } : {};
  return (
    <Base.Tab value={tab.id} {...described}>
      {icon && <Icon name={icon} />}
      {label}
      {badge && <span className={badge.tone === 'warn' ? 'chip warn' : 'cnt'}>{badge.text}</span>}
      {badge && (
        <span hidden id={badgeId}>
          {badge.description ?? badge.text}
        </span>
      )}
    </Base.Tab>
  );
}

/** Tabs with arrow keys, Home and End; a tab opens as soon as it has focus. */
export function Tabs<Id extends string>({
  label,
  tabs,
  selected,
  onSelect,
  after,
  inPaneHeader,
}: TabsProps<Id>) {
  const list = (
    <Base.List className="tabs" activateOnFocus aria-label={label}>
      {tabs.map((tab) => (
        <TabButton key={tab.id} tab={tab} />
      ))}
    </Base.List>
  );
  const panels = tabs.map((tab) => (
    <Base.Panel key={tab.id} value={tab.id} className={classes(inPaneHeader ? 'scroll' : 'tab-panel')}>
      {tab.panel}
    </Base.Panel>
  ));
  return (
    <Base.Root
      className={classes('tab-root', inPaneHeader && 'in-pane')}
      value={selected}
      onValueChange={(id) => onSelect(id as Id)}
    >
      {inPaneHeader ? (
        <div className="ph">
          {list}
          {after}
        </div>
      ) : (
        list
      )}
      {panels}
    </Base.Root>
  );
}
