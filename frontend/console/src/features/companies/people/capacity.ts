import { texts } from '../texts';
import type { OwnCapacity, UsualCapacity } from './people';

/** Kinds in the order of the workspace. A limit of a kind that stands elsewhere is kept as it is. */
export const KINDS = ['webchat', 'phone', 'whatsapp', 'email', 'generic'] as const;
export type CapacityKind = (typeof KINDS)[number];
export type CapacityField = 'total' | CapacityKind;
export const FIELDS: readonly CapacityField[] = ['total', ...KINDS];

const MOST = 100;
const LEAST: Readonly<Record<CapacityField, number>> = {
  total: 1,
  webchat: 0,
  phone: 0,
  whatsapp: 0,
  email: 0,
  generic: 0,
};

/** As it stands in the fields: empty where the company's limit holds. */
export function writtenCapacity({ total, kinds }: OwnCapacity): Record<CapacityField, string> {
  const of = (name: CapacityField) => String((name === 'total' ? total : kinds[name]) ?? '');
  return Object.fromEntries(FIELDS.map((name) => [name, of(name)])) as Record<CapacityField, string>;
}

/** What the server is sent for what is written. */
export function capacityOf(
  values: Readonly<Record<CapacityField, string>>,
  { kinds: before }: OwnCapacity,
): OwnCapacity {
  const others = Object.entries(before).filter(([kind]) => !(KINDS as readonly string[]).includes(kind));
  const named = KINDS.filter((kind) => values[kind].trim() !== '').map((kind) => [
    kind,
    Number(values[kind]),
  ]);
  const total = values.total.trim() === '' ? null : Number(values.total);
  return { total, kinds: Object.fromEntries([...others, ...named]) };
}

/** What is wrong with a field, in words. */
export function capacityRule(name: CapacityField) {
  return (text: string) => {
    const trimmed = text.trim();
    const fits = /^\d+$/.test(trimmed) && Number(trimmed) >= LEAST[name] && Number(trimmed) <= MOST;
    return trimmed === '' || fits ? null : texts('capacity_wrong', { least: LEAST[name], most: MOST });
  };
}

/** The company's limit, which is shown below the field; null where there is none. */
export function usualOf(usual: UsualCapacity | undefined, name: CapacityField): number | null {
  return (name === 'total' ? usual?.total : usual?.kinds[name]?.limit) ?? null;
}
