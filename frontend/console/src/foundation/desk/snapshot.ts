import type { WorkspaceView } from '../../../../shared/api/views';
import { setServerNow } from '../../ui';
import { answerFrom, send } from '../http';

/** An answer, and by `performance.now()` when it was asked for and when it began to come. */
interface Asked {
  readonly response: Response;
  readonly asked: number;
  readonly answered: number;
}

declare global {
  interface Window {
    /** The first snapshot, which the page's inline script has asked for while the console was still on its way. */
    hovorFirst?: Promise<Asked> | undefined;
  }
}

async function ask(): Promise<Asked> {
  const asked = performance.now();
  const response = await send('GET', '/workspace');
  return { response, asked, answered: performance.now() };
}

/** Fetches the snapshot and sets the clock by it. */
export async function loadWorkspace(): Promise<WorkspaceView> {
  const early = window.hovorFirst;
  window.hovorFirst = undefined;
  const { response, asked, answered } = await (early?.catch(ask) ?? ask());
  const snapshot = await answerFrom<WorkspaceView>(response);
  setServerNow(Date.parse(snapshot.now) + performance.now() - (asked + answered) / 2);
  return snapshot;
}
