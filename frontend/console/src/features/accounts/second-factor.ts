import { request } from '../../foundation/http';

/** Whether the operator is asked for a second step, as `/me/second-factor` gives it. */
export interface SecondFactorView {
  readonly on: boolean;
  readonly since: string | null;
  readonly recovery_codes_left: number;
}

export interface NewSecret {
  /** To be typed into an app that cannot see the picture. */
  readonly secret: string;
}

export interface RecoveryCodes {
  readonly recovery_codes: readonly string[];
}

export const PATH = '/me/second-factor';

/** The picture of the secret that is being set up; another address each time, since browsers keep pictures. */
export const qrAddress = () => `/api/v1${PATH}/qr.png?at=${Date.now()}`;

const withPassword = (password: string) => ({ body: { current_password: password } });

export const beginSecondFactor = (password: string) =>
  request<NewSecret>('POST', PATH, withPassword(password));

export const confirmSecondFactor = (code: string) =>
  request<RecoveryCodes>('POST', `${PATH}/confirm`, { body: { code } });

export const renewCodes = (password: string) =>
  request<RecoveryCodes>('POST', `${PATH}/recovery-codes`, withPassword(password));

export const removeSecondFactor = (password: string) =>
  request<SecondFactorView>('POST', `${PATH}/remove`, withPassword(password));
