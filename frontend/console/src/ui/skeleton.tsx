import { type ReactNode, useEffect, useState } from 'react';

/** Nothing is shown for a load shorter than this, in milliseconds. */
const QUIET_MILLISECONDS = 200;

export interface SkeletonProps {
  width?: number | string;
  height?: number;
  circle?: boolean;
}

/** One grey bar or disc in the place of what is still loading. */
export function Skeleton({ width = '100%', height = 10, circle }: SkeletonProps) {
  return (
    <span
      className="sk"
      style={circle ? { width: height, height, borderRadius: '50%' } : { width, height }}
    />
  );
}

/** The widths of the two lines of each row, so that a list of them does not look ruled. */
const ROW_WIDTHS = [
  ['62%', '84%'],
  ['48%', '70%'],
  ['70%', '92%'],
  ['55%', '77%'],
] as const;

/** Rows of avatar and two lines, as the queue shows while it loads. */
export function SkeletonRows({ count = 4 }: { count?: number }) {
  const rows = Array.from({ length: count }, (_, index) => ({
    id: index,
    widths: ROW_WIDTHS[index % 4] ?? ROW_WIDTHS[0],
  }));
  return (
    <div className="sk-rows">
      {rows.map(({ id, widths }) => (
        <div className="row g5" key={id}>
          <Skeleton circle height={32} />
          <span className="col grow">
            <Skeleton width={widths[0]} />
            <Skeleton width={widths[1]} height={8} />
          </span>
        </div>
      ))}
    </div>
  );
}

export interface LoadingProps {
  /** Spoken by screen readers, for example "Loading the queue". */
  label: string;
  children: ReactNode;
}

/** Shows skeletons only once loading takes longer than a blink. */
export function Loading({ label, children }: LoadingProps) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), QUIET_MILLISECONDS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" aria-busy="true" aria-label={label}>
      {late && children}
    </div>
  );
}
