import type { EntryView, Id } from '../../../../shared/api/views';
import { type Workspace, withValue } from './workspace';

/** By number, the newer version of each, and only the last run without a gap: older ones are fetched again. */
export function mergeEntries(held: readonly EntryView[], told: readonly EntryView[]): readonly EntryView[] {
  const byNumber = new Map(held.map((entry) => [entry.number, entry]));
  for (const entry of told) {
    const before = byNumber.get(entry.number);
    if (!before || before.version <= entry.version) {
      byNumber.set(entry.number, entry);
    }
  }
  const sorted = [...byNumber.values()].sort((one, other) => one.number - other.number);
  const gap = sorted.findLastIndex(
    (entry, place) => place > 0 && entry.number !== (sorted[place - 1]?.number ?? 0) + 1,
  );
  return gap > 0 ? sorted.slice(gap) : sorted;
}

/** Takes in entries of a conversation, whose timeline is followed from now on. */
export function addEntries(workspace: Workspace, id: Id, told: readonly EntryView[]): Workspace {
  const entries = mergeEntries(workspace.timelines.get(id) ?? [], told);
  return { ...workspace, timelines: withValue(workspace.timelines, id, entries) };
}
