import type { Rule } from '../../../ui';
import { texts } from '../texts';

export const SECURITIES = ['starttls', 'tls', 'none'] as const;

/** The server of the company's letters as `/company/mail` gives it: never its password, all null without one. */
export interface OutgoingServer {
  readonly host: string | null;
  readonly port: number | null;
  readonly security: (typeof SECURITIES)[number] | null;
  readonly username: string | null;
  readonly password_set: boolean;
  readonly sender: string | null;
}

/** Why a letter did not get through. */
export type Fault =
  | 'unreachable'
  | 'encryption'
  | 'sign_in_refused'
  | 'sender_refused'
  | 'recipient_refused'
  | 'refused';

export const FIELDS = ['host', 'port', 'security', 'username', 'password', 'sender'] as const;
export type MailField = (typeof FIELDS)[number];
export type MailValues = Record<MailField, string>;

const HIGHEST_PORT = 65_535;
const USUAL_PORT = '587';

function isPort(text: string): boolean {
  return /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= HIGHEST_PORT;
}

/** The same bounds as the server's. */
export const RULES: Readonly<Partial<Record<MailField, Rule>>> = {
  host: (value) =>
    /^(?=.{1,253}$)[^\s/.]{1,63}(\.[^\s/.]{1,63})*$/.test(value.trim()) ? null : texts('mail_host_wrong'),
  port: (value) => (isPort(value.trim()) ? null : texts('mail_port_wrong')),
  sender: (value) => {
    const text = value.trim();
    return text.length <= 300 && /^[^\r\n]*[^@\s<>]+@[^@\s<>]+>?$/.test(text)
      ? null
      : texts('mail_sender_wrong');
  },
};

/** What stands in the form: of the password never more than that it is empty. */
export function valuesOf({ host, port, security, username, sender }: OutgoingServer): MailValues {
  return {
    host: host ?? '',
    port: port === null ? USUAL_PORT : String(port),
    security: security ?? 'starttls',
    username: username ?? '',
    password: '',
    sender: sender ?? '',
  };
}

/** What the server is sent; a password that was not written stays as it is. */
export function bodyOf({ host, port, security, username, password, sender }: MailValues) {
  return {
    host: host.trim(),
    port: Number(port.trim()),
    security,
    sender: sender.trim(),
    ...(username.trim() ? { username: username.trim() } : {}),
    ...(password ? { password } : {}),
  };
}
