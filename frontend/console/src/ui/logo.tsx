/** Hovor's mark. */
export function Logo({ size = 32 }: { size?: number }) {
  return (
    <svg className="logo" width={size} height={size} viewBox="0 0 32 32" role="img" aria-label="Hovor">
      <rect width="32" height="32" rx="9" fill="var(--accent)" />
      <path
        d="M10 8.5v15M22 8.5v15M10 18.5c0-4.5 12-1.5 12-6"
        fill="none"
        stroke="var(--on-accent)"
        strokeWidth="3.4"
        strokeLinecap="round"
      />
    </svg>
  );
}
