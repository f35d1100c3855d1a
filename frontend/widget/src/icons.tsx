const PATHS = {
  check: 'm5 12.5 4.5 4.5L19 7.5',
  checks: 'm2 12.5 4.5 4.5L14 8M12 17l9-9',
  clip: 'm20 11-8 8a5 5 0 0 1-7-7l8-8a3 3 0 0 1 5 5l-8 8a1.5 1.5 0 0 1-2-2l7-7',
  clock: 'M12 3a9 9 0 1 0 .01 0zM12 7v5l3 2',
  down: 'm6.5 9.5 5.5 5.5 5.5-5.5',
  more: 'M5.5 12h.01M12 12h.01M18.5 12h.01',
  send: 'M20 4 10.5 13.5M20 4l-6 16-3.5-6.5L4 10z',
} as const;

/** A drawing; `label` makes it an image with a name, without one it is hidden from a screen reader. */
export function Icon({ name, label }: { name: keyof typeof PATHS; label?: string }) {
  return (
    <svg viewBox="0 0 24 24" role="img" aria-label={label} aria-hidden={!label}>
      <path d={PATHS[name]} />
    </svg>
  );
}
