/** The pause after the first failure is at most this long; after each further one it may be twice as long. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 60_000;

/** How long to wait at most after so many failures, in milliseconds. Wait a random part of it. */
export function longestPause(failures: number): number {
  return Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** failures);
}
