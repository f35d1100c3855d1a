import { classes } from './classes';
import { Icon, type IconName } from './icon';
import { useTexts } from './texts';

export type ChannelKind = 'webchat' | 'phone' | 'whatsapp' | 'email' | 'generic' | 'sandbox';

interface KindLook {
  readonly style: string;
  readonly icon: IconName;
}

const CUSTOM: KindLook = { style: 'api', icon: 'link' };
const KINDS: Readonly<Record<ChannelKind, KindLook>> = {
  webchat: { style: 'chat', icon: 'chat' },
  phone: { style: 'phone', icon: 'phone' },
  whatsapp: { style: 'wa', icon: 'whatsapp' },
  email: { style: 'mail', icon: 'mail' },
  generic: CUSTOM,
  sandbox: CUSTOM,
};

function isKnown(kind: string): kind is ChannelKind {
  return Object.hasOwn(KINDS, kind);
}

/** The name of a kind in the operator's language, for example "Web chat"; of one that it does not know, its code. */
export function useKindName(): (kind: string) => string {
  const t = useTexts();
  return (kind) => (isKnown(kind) ? t(`kind_${kind}`) : kind);
}

export interface ChannelTileProps {
  kind: ChannelKind;
  size?: 's' | 'm' | 'l';
  /** Hides it from screen readers where the kind's name stands beside it. */
  silent?: boolean;
}

/** The coloured square of a channel kind. */
export function ChannelTile({ kind, size = 'm', silent }: ChannelTileProps) {
  const name = useKindName()(kind);
  const { style, icon } = KINDS[kind];
  const spoken = silent ? ({ 'aria-hidden': true } as const) : ({ role: 'img', 'aria-label': name } as const);
  return (
    <span className={classes('ch', style, size !== 'm' && size)} {...spoken}>
      <Icon name={icon} />
    </span>
  );
}

/** The small round mark on an avatar's corner. */
export function ChannelBadge({ kind }: { kind: ChannelKind }) {
  const name = useKindName()(kind);
  const { style, icon } = KINDS[kind];
  return (
    <span className={`on ${style}`} role="img" aria-label={name}>
      <Icon name={icon} />
    </span>
  );
}
