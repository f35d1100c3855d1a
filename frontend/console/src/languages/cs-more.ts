import type { Catalogue } from '../../../shared/i18n';

/** The texts of the settings and of the first set-up, by the path of their file. */
export const files = import.meta.glob<Catalogue>('../features/companies/texts/cs.json', {
  eager: true,
  import: 'default',
});
