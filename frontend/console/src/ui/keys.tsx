import { useKeysNow } from './chosen-keys';
import { keysInWords } from './key-combination';

export interface KeysProps {
  /** As shortcuts are written: `A`, `Shift+A`, `Alt+T`, `Mod+K`, `G H`. */
  combination: string;
  /** Read out by screen readers: in a list of keys, where they are the content. */
  aloud?: boolean;
}

/**
 * Key caps, in the words of this computer (⌘ on a Mac), and as the operator has chosen them. Hidden from screen readers: `aria-keyshortcuts`
 * tells them.
 */
export function Keys({ combination, aloud }: KeysProps) {
  const now = useKeysNow(combination);
  if (now === '') {
    return null;
  }
  return (
    <span aria-hidden={aloud ? undefined : true}>
      <kbd>{keysInWords(now)}</kbd>
    </span>
  );
}
