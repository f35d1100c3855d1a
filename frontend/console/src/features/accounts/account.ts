import { isLanguage, spokenNow } from '../../../../shared/i18n';
import { request } from '../../foundation/http';
import { chooseDeviceLanguage } from '../../languages';
import { setTheme, type Theme, themeNow } from '../../shell';

/** The operator's own account, as `/me` gives it. */
export interface Account {
  id: string;
  version: number;
  email: string;
  name: string;
  public_name: string;
  role: 'operator' | 'supervisor' | 'administrator';
  language: string;
  theme: Theme;
}

export type AccountChanges = Partial<Pick<Account, 'name' | 'public_name' | 'language' | 'theme'>>;

export function changeAccount(changes: AccountChanges): Promise<Account> {
  return request<Account>('PATCH', '/me', { body: changes });
}

/** Brings this device in line with the profile: its language and its theme. For everyone who learns the profile. */
export async function followAccount({ language, theme }: Pick<Account, 'language' | 'theme'>): Promise<void> {
  if (theme !== themeNow()) {
    setTheme(theme);
  }
  if (isLanguage(language) && language !== spokenNow().language) {
    await chooseDeviceLanguage(language);
  }
}
