import { texts } from './texts';

/** Shorter passwords are refused by the server, too. */
export const PASSWORD_CHARACTERS = 12;

/** What is wrong with a new password, as far as can be said here. */
export function passwordRule(password: string): string | null {
  return [...password].length < PASSWORD_CHARACTERS
    ? texts('password_short', { count: PASSWORD_CHARACTERS })
    : null;
}
