import type { Message } from './contract';

/**
 * Adds or replaces lines by id, the newer version winning, in the order of the conversations and of the numbers in them.
 * Identifiers are sortable by the time of their making, so a later conversation has the greater one.
 */
export function merge(known: readonly Message[], fresh: readonly Message[]): readonly Message[] {
  const lines = new Map(known.map((line) => [line.id, line]));
  for (const line of fresh) {
    const old = lines.get(line.id);
    if (!old || old.version <= line.version) {
      lines.set(line.id, line);
    }
  }
  return [...lines.values()].sort((a, b) => {
    if (a.conversation_id !== b.conversation_id) {
      return a.conversation_id < b.conversation_id ? -1 : 1;
    }
    return a.number - b.number;
  });
}
