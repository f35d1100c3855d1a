import { Badge, Icon, IconButton, Logo, Tooltip } from '../ui';
import { showLayer } from './layers';
import { PLACES, type Place } from './places';
import { Link } from './router';
import { useTexts } from './texts';

export interface RailProps {
  current: Place['screen'];
  /** Shown at the workspace. */
  unread: number;
}

function RailLink({ place, current, unread }: { place: Place; current: boolean; unread: number }) {
  const t = useTexts();
  const words = t(place.words);
  const name = unread > 0 ? t('with_unread', { screen: words, count: unread }) : words;
  return (
    <Tooltip text={words} side="right" {...(place.keys ? { keys: place.keys } : {})}>
      <Link className="rl" to={place.path} aria-label={name} aria-current={current ? 'page' : undefined}>
        <Icon name={place.icon} />
        <span className="rl-words" aria-hidden="true">
          {words}
        </span>
        <Badge count={unread} />
      </Link>
    </Tooltip>
  );
}

/** The way between screens: at the left, on phones a bar at the bottom. */
export function Rail({ current, unread }: RailProps) {
  const t = useTexts();
  const links = (stands: Place['stands']) =>
    PLACES.filter((place) => place.stands === stands).map((place) => (
      <RailLink
        key={place.screen}
        place={place}
        current={place.screen === current}
        unread={place.screen === 'workspace' ? unread : 0}
      />
    ));
  return (
    <nav className="rail" aria-label={t('main')}>
      <Logo />
      {links('first')}
      <span className="sp" />
      <IconButton
        className="rl hide-sm"
        icon="keyboard"
        label={t('shortcuts')}
        keys="?"
        onClick={() => showLayer('shortcuts')}
      />
      {links('foot')}
    </nav>
  );
}
