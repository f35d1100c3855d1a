import type { Catalogue } from '../../../shared/i18n';

/** Every part's texts by the path of their file, but for those that only some screens need. */
export const files = import.meta.glob<Catalogue>(['../**/texts/de.json', '!../features/companies/**'], {
  eager: true,
  import: 'default',
});
