import { type Levels, type Rule, type RuleBody, save } from './routing';

/** What a client's page or form says: a name, and the values of which one has to be there. */
export interface Said {
  readonly name: string;
  readonly values: string;
}

export interface RuleChoices {
  readonly enabled: boolean;
  readonly channelIds: readonly string[];
  readonly kinds: readonly string[];
  readonly said: readonly Said[];
  readonly queueId: string;
  readonly priority: string;
  readonly skills: Levels;
}

const PARTS = /\s*,\s*/;

const partsOf = (text: string) => text.split(PARTS).filter((part) => part.trim() !== '');

export function textsOfRule(rule: Rule | null) {
  return { name: rule?.name ?? '', languages: rule?.conditions.languages.join(', ') ?? '' };
}

export function choicesOfRule(rule: Rule | null): RuleChoices {
  const said = Object.entries(rule?.conditions.parameters ?? {});
  return {
    enabled: rule?.enabled ?? true,
    channelIds: rule?.conditions.channel_ids ?? [],
    kinds: rule?.conditions.kinds ?? [],
    said: said.map(([name, values]) => ({ name, values: values.join(', ') })),
    queueId: rule?.queue_id ?? '',
    priority: String(rule?.priority ?? ''),
    skills: rule?.skills ?? {},
  };
}

export function ruleOf(
  { name, languages }: { name: string; languages: string },
  chosen: RuleChoices,
): RuleBody {
  const said = chosen.said.filter((one) => one.name.trim() !== '');
  return {
    name: name.trim(),
    enabled: chosen.enabled,
    conditions: {
      channel_ids: chosen.channelIds,
      kinds: chosen.kinds,
      languages: partsOf(languages),
      parameters: Object.fromEntries(said.map((one) => [one.name.trim(), partsOf(one.values)])),
    },
    queue_id: chosen.queueId || null,
    priority: chosen.priority ? Number(chosen.priority) : null,
    skills: chosen.skills,
  };
}

/** The kinds that a rule can name: of the company's channels, and those that it names already. */
export function kindsOf(channels: readonly { kind: string }[], named: readonly string[]): readonly string[] {
  return [...new Set([...channels.map(({ kind }) => kind), ...named])];
}

export function saveRule(id: string | null, body: object, key?: string): Promise<Rule> {
  return save<Rule>('/routing-rules', id, body, key);
}

/** The rule as it can be sent again. */
export function bodyOfRule({ name, enabled, conditions, queue_id, priority, skills }: Rule): RuleBody {
  return { name, enabled, conditions, queue_id, priority, skills };
}
