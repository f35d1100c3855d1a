import { classes, Icon } from '../../ui';
import { goToCalls } from './go-to-calls';
import { lineWords, useLine } from './use-line';

const LOOKS = { ready: undefined, off: 'off', fault: 'err' } as const;

/** For everyone with a channel that carries calls: how the line is, never by colour alone. It leads to the calls. */
export function Handset() {
  const line = useLine();
  if (!line) {
    return null;
  }
  const { words, mend } = lineWords(line);
  return (
    <button
      type="button"
      className={classes('hs', LOOKS[line.state])}
      aria-label={mend ? `${words}. ${mend}` : words}
      onClick={goToCalls}
    >
      <span className="hi">
        <Icon name={line.state === 'ready' ? 'phone' : 'phone-off'} />
        {line.state === 'fault' && <Icon name="warning" />}
      </span>
      <span>{words}</span>
    </button>
  );
}
