const PATHS = {
  check: 'm5 12.5 4.5 4.5L19 7.5',
  checks: 'm2.5 12.5 4 4L14 8M11.5 16l.8.5L21 8',
  clip: 'm19.5 11.5-7.3 7.3a4.6 4.6 0 0 1-6.5-6.5l7.6-7.6a3 3 0 0 1 4.3 4.3l-7.5 7.5a1.5 1.5 0 0 1-2.1-2.1l6.7-6.7',
  clock: 'M12 3.5a8.5 8.5 0 1 0 .01 0zM12 8v4.5l3 1.5',
  down: 'm6.5 9.5 5.5 5.5 5.5-5.5',
  more: 'M5.5 12h.01M12 12h.01M18.5 12h.01',
  send: 'M20 4 10.5 13.5M20 4l-6 16-3.5-6.5L4 10z',
  x: 'm6 6 12 12M18 6 6 18',
} as const;

/** A drawing; `label` makes it an image with a name, without one it is hidden from a screen reader. */
export function Icon({ name, label }: { name: keyof typeof PATHS; label?: string }) {
  return (
    <svg viewBox="0 0 24 24" role="img" aria-label={label} aria-hidden={!label}>
      <path d={PATHS[name]} />
    </svg>
  );
}
