import type { ChannelKind } from '../../ui';

/** What an administrator sets for a website chat; other kinds have other names, which are kept as they are. */
export interface WebChatSettings {
  allowed_sites?: string[];
  colour?: string;
  greeting?: string;
  files?: boolean;
  when_unavailable?: 'queue' | 'leave_message';
}

/** One way in, as `/channels` gives it to administrators. */
export interface Channel {
  id: string;
  version: number;
  key: string;
  kind: ChannelKind;
  name: string;
  detail: string;
  settings: WebChatSettings;
  group_id: string | null;
  enabled: boolean;
}

/** The list with one channel added or in the place of its former self. */
export function withChannel(channels: readonly Channel[], channel: Channel): Channel[] {
  const known = channels.some(({ id }) => id === channel.id);
  return known ? channels.map((one) => (one.id === channel.id ? channel : one)) : [...channels, channel];
}

/** The sites of a channel as they are written into the field: without what goes without saying. */
export function sitesInWords(settings: WebChatSettings): string {
  return (settings.allowed_sites ?? []).map((site) => site.replace(/^https:\/\//, '')).join('\n');
}
