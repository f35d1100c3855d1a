import { useState } from 'react';
import type { Id } from '../../../../shared/api/views';

/** Widths that the operator has chosen, in px; the style sheet's own where there is none. */
export interface PaneWidths {
  readonly queue?: number;
  readonly panel?: number;
}

const QUEUE = 308;
const PANEL = 328;

function keyOf(operatorId: Id): string {
  return `hovor.panes.${operatorId}`;
}

function read(operatorId: Id): PaneWidths {
  try {
    return JSON.parse(localStorage.getItem(keyOf(operatorId)) ?? '{}');
  } catch {
    return {};
  }
}

/** The widths of the outer panes, kept for each operator on this device. */
export function usePaneWidths(operatorId: Id) {
  const [widths, setWidths] = useState(() => read(operatorId));
  const change = (changes: PaneWidths) => {
    const next = { ...widths, ...changes };
    setWidths(next);
    localStorage.setItem(keyOf(operatorId), JSON.stringify(next));
  };
  return {
    queue: widths.queue ?? QUEUE,
    panel: widths.panel ?? PANEL,
    setQueue: (queue: number) => change({ queue }),
    setPanel: (panel: number) => change({ panel }),
    style: {
      ...(widths.queue && { '--queue-w': `${widths.queue}px` }),
      ...(widths.panel && { '--panel-w': `${widths.panel}px` }),
    },
  };
}
