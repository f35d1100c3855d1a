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
  /** Those in which they serve clients, as language tags. */
  languages: readonly string[];
  /** Where their picture is; null where their initials stand. */
  picture: string | null;
  theme: Theme;
}

export type AccountChanges = Partial<
  Pick<Account, 'name' | 'public_name' | 'language' | 'languages' | 'theme'>
>;

export function changeAccount(changes: AccountChanges): Promise<Account> {
  return request<Account>('PATCH', '/me', { body: changes });
}

/** Sends a picture; the server makes a small square of its middle. */
export function changePicture(file: File): Promise<Account> {
  const form = new FormData();
  form.set('file', file);
  return request<Account>('POST', '/me/picture', { form });
}

export const removePicture = () => request<Account>('DELETE', '/me/picture');

/** Brings this device in line with the profile: its language and its theme. For everyone who learns the profile. */
export async function followAccount({ language, theme }: Pick<Account, 'language' | 'theme'>): Promise<void> {
  if (theme !== themeNow()) {
    setTheme(theme);
  }
  if (isLanguage(language) && language !== spokenNow().language) {
    await chooseDeviceLanguage(language);
  }
}
