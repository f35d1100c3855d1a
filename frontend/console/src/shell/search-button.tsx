import { Icon, Keys } from '../ui';
import { keysForAria } from '../ui/key-combination';
import { showLayer } from './layers';
import { useTexts } from './texts';

export const SEARCH_KEYS = 'Mod+K';

/** Looks like a search box in the top bar and opens the palette. */
export function SearchButton() {
  const t = useTexts();
  return (
    <button
      type="button"
      className="search"
      aria-label={t('search')}
      aria-keyshortcuts={keysForAria(SEARCH_KEYS)}
      aria-haspopup="dialog"
      onClick={() => showLayer('palette')}
    >
      <Icon name="search" size="s" />
      <span className="grow">{t('search')}</span>
      <Keys combination={SEARCH_KEYS} />
    </button>
  );
}
