import type { CSSProperties } from 'react';

/** Joins the class names that apply. */
export function classes(...names: (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}

/** A width in px that style sheets may overrule at other screen widths, as `var(--width)`. */
export function widthVariable(width: number | undefined): CSSProperties | undefined {
  return width === undefined ? undefined : ({ '--width': `${width}px` } as CSSProperties);
}
