import { type IconName, THICK_STROKES, THIN_STROKES } from './icon-strokes';

export type { IconName } from './icon-strokes';

export interface IconProps {
  name: IconName;
  /** 12, 14, 16 (default), 18 or 22 px. */
  size?: 'xs' | 's' | 'm' | 'l' | 'xl';
  /** What the icon says when no words beside it do; without it the icon is hidden from screen readers. */
  label?: string;
}

/** One of the design's line icons in the colour of the text around it. */
export function Icon({ name, size = 'm', label }: IconProps) {
  const thick = THICK_STROKES[name];
  return (
    <svg
      className={size === 'm' ? 'i' : `i ${size}`}
      viewBox="0 0 24 24"
      focusable="false"
      role={label ? 'img' : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
    >
      {THIN_STROKES[name] && <path d={THIN_STROKES[name]} />}
      {thick && <path d={thick} strokeWidth={3} />}
    </svg>
  );
}
