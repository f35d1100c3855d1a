import { useDesk, useWorkspace } from '../../foundation/desk/context';
import { type Command, useCommands, useShortcuts } from '../../shell';
import { setStatus } from './set-status';
import { iconOf } from './status-words';
import { texts } from './texts';

/** Shift+A, Shift+O, and every status in the palette. */
export function useStatusShortcuts(): void {
  const desk = useDesk();
  const reasons = useWorkspace((workspace) => workspace.away_reasons);
  useShortcuts([
    {
      id: 'presence.away',
      keys: 'Shift+A',
      words: () => texts('away_no_reason'),
      group: 'anywhere',
      run: () => setStatus(desk, { status: 'away' }),
    },
    {
      id: 'presence.online',
      keys: 'Shift+O',
      words: () => texts('status_online'),
      group: 'anywhere',
      run: () => setStatus(desk, { status: 'online' }),
    },
  ]);
  useCommands({
    id: 'presence',
    heading: () => texts('status'),
    commands: (): Command[] => [
      {
        id: 'presence.online',
        words: texts('status_online'),
        keys: 'Shift+O',
        icon: 'tick',
        run: () => setStatus(desk, { status: 'online' }),
      },
      {
        id: 'presence.away',
        words: texts('away_no_reason'),
        keys: 'Shift+A',
        icon: 'moon',
        run: () => setStatus(desk, { status: 'away' }),
      },
      ...reasons.map((reason) => ({
        id: `presence.away.${reason.id}`,
        words: texts('away_for', { reason: reason.name }),
        icon: iconOf(reason),
        run: () => setStatus(desk, { status: 'away', away_reason_id: reason.id }),
      })),
    ],
  });
}
