/** Parts of the panel that few visitors need: they come when they are first needed, and nothing stands in their place until then. */
import type { Catalogue } from '../../shared/i18n/messages';
import type { State } from './state';
import { teach } from './texts';

interface Part {
  readonly TEXTS: Catalogue;
  readonly STYLES: string;
}

let dressed: ShadowRoot | undefined;

/** Constructed stylesheets: no style element, so a strict Content-Security-Policy of the page allows them. */
export function dress(styles: string, root = dressed): void {
  dressed = root;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  dressed?.adoptedStyleSheets.push(sheet);
}

export interface Later<Kind> {
  /** The part if it is there; else it is fetched, and a change of the state tells when it has come. */
  (state: State): Kind | undefined;
  /** The part when it has come; undefined when it does not. */
  come(state: State): Promise<Kind | undefined>;
}

export function later<Kind extends Part>(fetch: () => Promise<Kind>): Later<Kind> {
  let part: Kind | undefined;
  let coming: Promise<Kind | undefined> | undefined;
  const come = (state: State) =>
    fetch().then(
      (fetched) => {
        part = fetched;
        teach(fetched.TEXTS);
        dress(fetched.STYLES);
        state.parts++;
        return part;
      },
      () => {
        coming = undefined; // tried again the next time
        return undefined;
      },
    );
  const now: Later<Kind> = (state) => {
    if (!part) {
      void now.come(state);
    }
    return part;
  };
  now.come = (state) => (coming ??= come(state));
  return now;
}
