import { toast } from '../ui';
import { refusalWords } from './refusal-words';
import { texts } from './texts';

/** Tells that a change was not saved, and why. */
export function notSaved(failure: unknown): void {
  toast({ title: texts('not_saved'), body: refusalWords(failure), tone: 'alert', icon: 'warning' });
}
