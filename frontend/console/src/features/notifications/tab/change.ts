import { refusalWords } from '../../../shell';
import { toast } from '../../../ui';
import { machine } from '../machine';
import type { PreferencesChange } from '../preferences';
import { texts } from '../texts';

/** Changes the preferences; says so when the server does not take it. */
export async function changePreferences(change: PreferencesChange): Promise<void> {
  try {
    await machine()?.change(change);
  } catch (failure) {
    toast({ title: texts('change_failed'), body: refusalWords(failure), tone: 'alert' });
  }
}
