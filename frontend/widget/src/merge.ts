import type { Message } from './contract';

/** Adds or replaces lines by id, the newer version winning, in the order of the conversations and their numbers. */
export function merge(known: readonly Message[], fresh: readonly Message[]): readonly Message[] {
  const lines = new Map(known.map((line) => [line.id, line]));
  for (const line of fresh) {
    const old = lines.get(line.id);
    if (!old || old.version <= line.version) {
      lines.set(line.id, line);
    }
  }
  const order = new Map<string, number>();
  for (const line of lines.values()) {
    if (!order.has(line.conversation_id)) {
      order.set(line.conversation_id, order.size);
    }
  }
  return [...lines.values()].sort(
    (a, b) =>
      (order.get(a.conversation_id) ?? 0) - (order.get(b.conversation_id) ?? 0) || a.number - b.number,
  );
}
