import { useEffect, useMemo, useState } from 'react';
import { useWorkspace } from '../../foundation/desk/context';
import { type Line, lineOf } from './line';
import { texts } from './texts';

/** Whether the browser keeps the microphone from this page; asked only where it matters. */
function useMicrophoneBlocked(matters: boolean): boolean {
  const [blocked, setBlocked] = useState(false);
  useEffect(() => {
    let permission: PermissionStatus | null = null;
    let left = false;
    const look = () => setBlocked(permission?.state === 'denied');
    if (matters) {
      navigator.permissions
        ?.query({ name: 'microphone' as PermissionName })
        .then((known) => {
          if (!left) {
            permission = known;
            known.addEventListener('change', look);
            look();
          }
        })
        // A browser that cannot tell asks when the first call comes.
        .catch(() => undefined);
    }
    return () => {
      left = true;
      permission?.removeEventListener('change', look);
    };
  }, [matters]);
  return blocked;
}

export function useLine(): Line | null {
  const channels = useWorkspace((workspace) => workspace.channels);
  const matters = lineOf(channels.values(), false) !== null;
  const blocked = useMicrophoneBlocked(matters);
  return useMemo(() => lineOf(channels.values(), blocked), [channels, blocked]);
}

/** The state in words, as the handset says it, and what mends it. */
export function lineWords(line: Line): { words: string; mend: string | null } {
  switch (line.state) {
    case 'ready':
      return { words: texts('line_ready'), mend: null };
    case 'off':
      return { words: texts('line_off'), mend: texts('line_off_hint') };
    case 'fault': {
      const ofMicrophone = line.because === 'microphone';
      const reason = ofMicrophone ? texts('microphone_blocked') : (line.reason ?? texts('line_silent'));
      const mend = texts(ofMicrophone ? 'microphone_hint' : 'line_fault_hint');
      return { words: texts('line_not_working', { reason }), mend };
    }
  }
}
