import { useEffect, useRef } from 'react';
import type { IconName } from '../ui';

/** Something one can do or go to from the palette (Ctrl K). */
export interface Command {
  id: string;
  /** In the language spoken now. */
  words: string;
  /** A second, quieter line: where it leads, whose it is. */
  detail?: string;
  /** More words that find it. */
  alsoFoundBy?: string;
  icon?: IconName;
  /** The shortcut that does the same, to be learnt by the way. */
  keys?: string;
  run: () => void;
}

/** Gives the commands that fit what was typed; a search in the server may take its time. */
export interface CommandSource {
  /** Unique; sources stand in the palette in the order of these ids' `rank`. */
  id: string;
  /** The heading above its commands. */
  heading: () => string;
  /** Lower comes first; 0 is usual. */
  rank?: number;
  /** With nothing typed, gives what is worth showing at once. Results are filtered by the palette unless `finds` is true. */
  commands: (typed: string, signal: AbortSignal) => readonly Command[] | Promise<readonly Command[]>;
  /** The source searches by itself: show everything it gives. */
  finds?: boolean;
}

const sources: CommandSource[] = [];

/** Adds a source; returns how to take it away. */
export function addCommands(source: CommandSource): () => void {
  sources.push(source);
  return () => {
    sources.splice(sources.indexOf(source), 1);
  };
}

export function commandSources(): readonly CommandSource[] {
  return sources.toSorted((one, other) => (one.rank ?? 0) - (other.rank ?? 0));
}

/** Offers commands as long as the component is on the screen. */
export function useCommands(source: CommandSource): void {
  const latest = useRef(source);
  useEffect(() => {
    latest.current = source;
  });
  const { id, rank = 0, finds = false } = source;
  useEffect(
    () =>
      addCommands({
        id,
        rank,
        finds,
        heading: () => latest.current.heading(),
        commands: (typed, signal) => latest.current.commands(typed, signal),
      }),
    [id, rank, finds],
  );
}
