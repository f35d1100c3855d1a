import { type FieldFault, request } from '../../foundation/http';
import type { Rule } from '../../ui';
import { keysOfIntention } from './intention';
import { texts } from './texts';

/** The form's fields, in one list for all steps. */
export type SetUpField =
  | 'company'
  | 'time_zone'
  | 'language'
  | 'name'
  | 'email'
  | 'password'
  | 'channel'
  | 'sites';

export type SetUpValues = Readonly<Record<SetUpField, string>>;

/** Passwords shorter than this are refused by the server, too. */
const PASSWORD_CHARACTERS = 12;

/** Turns "shop.example, http://localhost:3000" into origins; null for an entry that is none. */
export function originsOf(sites: string): (string | null)[] {
  return sites
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map((site) => {
      const address = site.includes('://') ? site : `https://${site}`;
      const { origin = null, protocol, hostname = '' } = URL.canParse(address) ? new URL(address) : {};
      const speaksHttp = protocol === 'https:' || protocol === 'http:';
      return speaksHttp && (hostname.includes('.') || hostname === 'localhost') ? origin : null;
    });
}

function given(words: () => string): Rule {
  return (value) => (value.trim() === '' ? words() : null);
}

export const RULES: Readonly<Partial<Record<SetUpField, Rule>>> = {
  company: given(() => texts('company_missing')),
  name: given(() => texts('name_missing')),
  email: (value) => (/^\S+@\S+\.\S+$/.test(value.trim()) ? null : texts('email_wrong')),
  password: (value) =>
    [...value].length < PASSWORD_CHARACTERS ? texts('password_short', { count: PASSWORD_CHARACTERS }) : null,
  channel: given(() => texts('channel_missing')),
  sites: (value) => (originsOf(value).includes(null) ? texts('sites_wrong') : null),
};

/** Where the server's names for what is wrong are shown. */
const FIELDS: Readonly<Record<string, SetUpField>> = {
  'company.name': 'company',
  'company.time_zone': 'time_zone',
  'company.language': 'language',
  'administrator.name': 'name',
  'administrator.email': 'email',
  'administrator.password': 'password',
  'channel.name': 'channel',
  'channel.allowed_sites': 'sites',
};

/** The faults that the server named, by the form's own fields. */
export function faultsByField(faults: readonly FieldFault[]): Partial<Record<SetUpField, string>> {
  return Object.fromEntries(
    faults.flatMap(({ field, message }) => {
      const own = FIELDS[field.replace(/\.\d+$/, '')];
      return own ? [[own, message]] : [];
    }),
  );
}

export interface SetUpAnswer {
  channel?: { key: string } | null;
}

/** What the server is sent. */
export function setUpBody(values: SetUpValues, withChannel: boolean) {
  const { company, time_zone, language, name, email, password, channel, sites } = values;
  const allowed_sites = originsOf(sites).filter((origin) => origin !== null);
  return {
    company: { name: company.trim(), time_zone, language },
    administrator: { name: name.trim(), email: email.trim(), password },
    ...(withChannel ? { channel: { name: channel.trim(), allowed_sites } } : {}),
  };
}

const keyFor = keysOfIntention();

/** Sets Hovor up, which signs the administrator in. Refuses as the server does. */
export function setUp(values: SetUpValues, withChannel: boolean): Promise<SetUpAnswer> {
  const body = setUpBody(values, withChannel);
  return request<SetUpAnswer>('POST', '/set-up', { body, idempotencyKey: keyFor(body) });
}
