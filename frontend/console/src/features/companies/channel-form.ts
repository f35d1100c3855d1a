import { Refusal, request } from '../../foundation/http';
import { refusalWords } from '../../shell';
import { useDraft, useFields } from '../../ui';
import { assignPeople, type Group, type People, peopleOf, type Server } from './channel-people';
import { type Channel, sitesInWords, type WebChatSettings } from './channels';
import { originsOf, RULES } from './set-up-form';
import { texts } from './texts';

type ChannelField = 'channel' | 'sites' | 'greeting' | 'colour';

/** Where the server's names for what is wrong are shown. */
const SHOWN_AT: Readonly<Record<string, ChannelField>> = {
  name: 'channel',
  allowed_sites: 'sites',
  greeting: 'greeting',
  colour: 'colour',
};

const OWN_RULES = {
  ...RULES,
  colour: (value: string) => (/^#[0-9a-f]{6}$/i.test(value.trim()) ? null : texts('colour_wrong')),
};

const FIRST_COLOUR = '#22231f';

export interface ChannelFormProps {
  /** Null adds a website chat. */
  channel: Channel | null;
  groups: readonly Group[];
  operators: readonly Server[];
  onSaved: (channel: Channel) => void;
}

/** What the server is sent; other kinds than web chat keep their settings as they are. */
function bodyOf(values: Record<ChannelField, string>, settings: WebChatSettings | null, groupId: string) {
  const name = values.channel.trim();
  const group = { group_id: groupId || null };
  if (!settings) {
    return { name, ...group };
  }
  const allowed_sites = originsOf(values.sites).filter((site) => site !== null);
  const detail = allowed_sites[0]?.replace(/^https?:\/\//, '') ?? '';
  const greeting = values.greeting.trim();
  const whole = { ...settings, allowed_sites, colour: values.colour.trim() };
  return { name, detail, ...group, settings: greeting ? { ...whole, greeting } : whole };
}

/** The faults that the server named, by the form's own fields. */
function faultsOf(failure: unknown): Partial<Record<ChannelField, string>> {
  const faults = failure instanceof Refusal ? failure.fields : [];
  return Object.fromEntries(
    faults.flatMap(({ field, message }) => {
      const own = SHOWN_AT[field.replace(/^settings\./, '').replace(/\.\d+$/, '')];
      return own ? [[own, message]] : [];
    }),
  );
}

/** The state of a channel's form, and what sending it does: the channel first, then who serves it. */
export function useChannelForm({ channel, groups, operators, onSaved }: ChannelFormProps) {
  const [people, setPeople] = useDraft<People>(peopleOf(channel, groups, operators));
  const [settings, setSettings] = useDraft<WebChatSettings>(channel?.settings ?? {});
  const isWebChat = channel === null || channel.kind === 'webchat';
  const { values, bind, check, setFaults } = useFields<ChannelField>(
    {
      channel: channel?.name ?? '',
      sites: sitesInWords(settings),
      greeting: settings.greeting ?? '',
      colour: settings.colour ?? FIRST_COLOUR,
    },
    OWN_RULES,
  );
  const send = (body: object, keyFor: (body: unknown) => string) =>
    channel
      ? request<Channel>('PATCH', `/channels/${encodeURIComponent(channel.id)}`, { body })
      : request<Channel>('POST', '/channels', {
          body: { kind: 'webchat', ...body },
          idempotencyKey: keyFor(body),
        });
  const save = async (keyFor: (body: unknown) => string) => {
    const saved = await send(bodyOf(values, isWebChat ? settings : null, people.groupId), keyFor);
    await assignPeople(saved.id, people, operators);
    onSaved(saved);
  };
  const checkAll = () => check(isWebChat ? ['channel', 'sites', 'greeting', 'colour'] : ['channel']);
  const faultOf = (failure: unknown) => {
    const known = faultsOf(failure);
    setFaults(known);
    return Object.keys(known).length > 0 ? undefined : refusalWords(failure);
  };
  return { check: checkAll, save, faultOf, bind, isWebChat, settings, setSettings, people, setPeople };
}
