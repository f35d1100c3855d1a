import type { Catalogue } from '../../../shared/i18n';

/** Every part's texts, by the path of their file. */
export const files = import.meta.glob<Catalogue>('../**/texts/en.json', { eager: true, import: 'default' });
