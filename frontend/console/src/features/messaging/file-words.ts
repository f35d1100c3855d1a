import type { FileView } from '../../../../shared/api/views';
import { spokenNow } from '../../../../shared/i18n';

const UNITS = ['kilobyte', 'megabyte', 'gigabyte'] as const;
const STEP = 1000;

/** "84 kB", "1.2 MB"; never less than 1 kB, since single bytes tell nobody anything. */
export function sizeWords(bytes: number): string {
  let size = Math.max(1, bytes / STEP);
  let unit = 0;
  while (size >= STEP && unit < UNITS.length - 1) {
    size /= STEP;
    unit += 1;
  }
  const digits = size < 10 && unit > 0 ? 1 : 0;
  return new Intl.NumberFormat(spokenNow().language, {
    style: 'unit',
    unit: UNITS[unit] ?? 'kilobyte',
    unitDisplay: 'short',
    maximumFractionDigits: digits,
  }).format(size);
}

export function isPicture({ kind }: Pick<FileView, 'kind'>): boolean {
  return kind.startsWith('image/') && kind !== 'image/svg+xml';
}

/** "PDF", "JPEG": the file's type in a word; nothing when it has no telling name. */
export function typeWord({ kind }: Pick<FileView, 'kind'>): string {
  const type = kind.split('/')[1] ?? '';
  return /^[a-z0-9]{2,5}$/i.test(type) ? type.toUpperCase() : '';
}
