import { type ComponentType, useEffect, useRef } from 'react';
import { AnswerPane, Link, NotFound, useAnswer } from '../../shell';
import { EmptyState, Icon, type IconName } from '../../ui';
import { KeySettings } from './api-keys/key-settings';
import { AwayReasonSettings } from './away-reason-settings';
import { ChannelSettings } from './channel-settings';
import { CompanySettings } from './company-settings';
import { MailSettings } from './mail/mail-settings';
import { AuditLog } from './oversight/audit-log';
import { ParkedWork } from './oversight/parked-work';
import { GroupsSettings } from './people/groups-settings';
import { OperatorsSettings } from './people/operators-settings';
import { QueuesSettings } from './routing/queues-settings';
import { RulesSettings } from './routing/rules-settings';
import { SkillsSettings } from './routing/skills-settings';
import './settings.css';
import { useTexts } from './texts';

const SECTIONS = [
  'channels',
  'operators',
  'groups',
  'queues',
  'skills',
  'rules',
  'away',
  'company',
  'mail',
  'keys',
  'audit',
  'parked',
] as const;

type Section = (typeof SECTIONS)[number];

const LOOKS: Readonly<Record<Section, { icon: IconName; screen: ComponentType }>> = {
  channels: { icon: 'inbox', screen: ChannelSettings },
  operators: { icon: 'user', screen: OperatorsSettings },
  groups: { icon: 'users', screen: GroupsSettings },
  queues: { icon: 'list', screen: QueuesSettings },
  skills: { icon: 'tag', screen: SkillsSettings },
  rules: { icon: 'route', screen: RulesSettings },
  away: { icon: 'break', screen: AwayReasonSettings },
  company: { icon: 'building', screen: CompanySettings },
  mail: { icon: 'mail', screen: MailSettings },
  keys: { icon: 'key', screen: KeySettings },
  audit: { icon: 'history', screen: AuditLog },
  parked: { icon: 'warning', screen: ParkedWork },
};

function isSection(name: string): name is Section {
  return (SECTIONS as readonly string[]).includes(name);
}

function SectionLinks({ current }: { current: Section }) {
  const t = useTexts();
  const links = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: on a phone the links stand in a line that scrolls
  useEffect(() => {
    links.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [current]);
  return (
    <nav className="settings-sections" ref={links} aria-label={t('settings_sections')}>
      {SECTIONS.map((section) => (
        <Link
          key={section}
          to={`/settings/${section}`}
          className="mi"
          aria-current={section === current ? 'page' : undefined}
        >
          <Icon name={LOOKS[section].icon} />
          {t(`section_${section}`)}
        </Link>
      ))}
    </nav>
  );
}

export interface SettingsProps {
  /** From the address; the first section when none is named. */
  section: string | null;
}

/** What an administrator sets for everybody; others are told whom to ask. */
export function Settings({ section }: SettingsProps) {
  const t = useTexts();
  const me = useAnswer<{ role: string }>('/me');
  const name = section ?? SECTIONS[0];
  if (!isSection(name)) {
    return <NotFound />;
  }
  const Screen = LOOKS[name].screen;
  return (
    <div className="settings">
      <SectionLinks current={name} />
      <main id="main" className="scroll" tabIndex={-1} data-pane>
        <div className="page">
          <AnswerPane of={me}>
            {({ role }) =>
              role === 'administrator' ? (
                <Screen />
              ) : (
                <EmptyState icon="lock" title={t('administrators_only')}>
                  {t('administrators_only_hint')}
                </EmptyState>
              )
            }
          </AnswerPane>
        </div>
      </main>
    </div>
  );
}
