import { type Command, type CommandSource, commandSources } from './commands';

/** The commands of one source that fit, under its heading. */
export interface Section {
  id: string;
  heading: string;
  commands: readonly Command[];
}

/** Small letters without marks, so that "horakova" finds "Horáková". */
export function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();
}

/** Whether every typed word begins a word of the command. */
export function fitsTyped(command: Command, typed: string): boolean {
  const found = ` ${plain([command.words, command.detail, command.alsoFoundBy].join(' '))}`;
  return plain(typed)
    .split(/\s+/)
    .every((word) => found.includes(` ${word}`));
}

async function sectionOf(source: CommandSource, typed: string, signal: AbortSignal): Promise<Section> {
  const commands = await source.commands(typed, signal);
  const fitting = source.finds ? commands : commands.filter((command) => fitsTyped(command, typed));
  return { id: source.id, heading: source.heading(), commands: fitting };
}

/** Asks every source, and shows what is there as soon as each answers; one that fails stays silent. */
export function foundCommands(
  typed: string,
  signal: AbortSignal,
  show: (sections: readonly Section[]) => void,
): Promise<unknown> {
  const sources = commandSources();
  const answered = new Map<string, Section>();
  const answers = sources.map(async (source) => {
    answered.set(source.id, await sectionOf(source, typed.trim(), signal));
    const inOrder = sources.flatMap(({ id }) => answered.get(id) ?? []);
    show(inOrder.filter((section) => section.commands.length > 0));
  });
  return Promise.allSettled(answers).then(() => answered.size === 0 && show([]));
}
