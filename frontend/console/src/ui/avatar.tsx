import { ChannelBadge, type ChannelKind } from './channel';
import { classes } from './classes';
import { type Presence, PresenceMark } from './presence';

/** The design has six pairs of avatar colours. */
const COLOURS = 6;

/** Up to two capital letters of a name; a number or an empty name gives none. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : words;
  return chosen.map((word) => [...(word ?? '')][0]?.toLocaleUpperCase() ?? '').join('');
}

/** The same person always has the same colour, on every screen. */
export function avatarColour(key: string): number {
  let sum = 0;
  for (const letter of key) {
    sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  }
  return (sum % COLOURS) + 1;
}

export interface AvatarProps {
  name: string;
  /** What decides the colour, usually the person's id; the name when absent. */
  colourBy?: string;
  /** Address of a picture; initials when absent. */
  picture?: string | null;
  size?: 's' | 'm' | 'l' | 'xl';
  /** The mark at the corner: an operator's presence or the channel of a conversation. */
  presence?: Presence;
  channel?: ChannelKind;
}

/** A person's picture or initials. The name stands beside it, so it is silent but for the channel. */
export function Avatar({ name, colourBy = name, picture, size = 'm', presence, channel }: AvatarProps) {
  const colour = avatarColour(colourBy);
  return (
    <span className={classes('av', colour > 1 && `a${colour}`, size !== 'm' && size)}>
      {picture ? <img src={picture} alt="" /> : <span aria-hidden="true">{initials(name) || '?'}</span>}
      {presence && <PresenceMark presence={presence} />}
      {channel && <ChannelBadge kind={channel} />}
    </span>
  );
}
