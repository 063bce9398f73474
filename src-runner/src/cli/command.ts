import { Command, CommanderError, Option } from 'commander';
import { sentence } from '../language/sentence';
import { UsageError } from '../model/usageError';

/** An option of a command. One without `value` is a switch. */
export interface OptionDefinition {
  /** The option's value as the help shows it: `file`, or the possible words, such as `text|json`. */
  readonly value?: string;
  readonly isRepeatable?: true;
  /** A single letter. */
  readonly short?: string;
  readonly help: string;
}

/** By long name, without hyphens. */
export type OptionDefinitions = Readonly<Record<string, OptionDefinition>>;

/** The arguments of a command, and its help. */
export interface CommandDefinition {
  /** What it does, in one line for the list of commands. */
  readonly summary: string;
  readonly description: string;
  /** What may follow its name, one usage each. */
  readonly usages: readonly string[];
  /** Present if it takes operands besides options. */
  readonly takesOperands?: true;
  readonly options: OptionDefinitions;
  /** Paragraphs below the options. */
  readonly notes?: readonly string[];
  readonly examples: readonly string[];
  readonly exitCodes?: string;
  /** The names of secrets that an options file may hold for it. */
  readonly secrets?: readonly string[];
}

/** The values of options: all values of a repeatable one, true for a switch that was given. */
export type OptionValues<Definitions extends OptionDefinitions> = {
  readonly [Name in keyof Definitions]: Definitions[Name] extends { readonly isRepeatable: true }
    ? readonly string[]
    : Definitions[Name] extends { readonly value: string }
      ? string | undefined
      : boolean;
};

/** The arguments that a command was called with. */
export interface CommandArguments<Definitions extends OptionDefinitions> {
  readonly values: OptionValues<Definitions>;
  /** The arguments that are not options, in order. */
  readonly operands: readonly string[];
}

/** The name of the program, before those of its commands. */
export const PROGRAM = 'sneakernet';
const HELP_WIDTH = 120;

/**
 * Reads the arguments after the name of a command.
 *
 * @throws UsageError
 */
export function readArguments<Definitions extends OptionDefinitions>(
  definition: CommandDefinition & { readonly options: Definitions },
  args: readonly string[],
): CommandArguments<Definitions> {
  checkValuesFollow(definition.options, args);
  const command = commandOf('', definition);
  try {
    command.parse([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    throw new UsageError(error.message.replace(/^error: /, ''), { cause: error });
  }
  const given = command.opts<Record<string, unknown>>();
  const values = command.options.map((option): [string, unknown] => {
    const value = given[option.attributeName()];
    const { value: placeholder, isRepeatable } = definition.options[nameOf(option)]!;
    if (placeholder !== undefined) return [nameOf(option), value ?? (isRepeatable ? [] : undefined)];
    return [nameOf(option), option.negate ? value === false : value === true];
  });
  return { values: Object.fromEntries(values) as OptionValues<Definitions>, operands: command.args };
}

/** The help of a command. */
export function helpOf(name: string, definition: CommandDefinition): string {
  const command = commandOf(`${PROGRAM} ${name}`, definition);
  const { notes = [], examples, exitCodes } = definition;
  const wrap = (text: string) => command.createHelp().boxWrap(text, HELP_WIDTH);
  const parts = [
    command.helpInformation().trimEnd(),
    ...notes.map(wrap),
    `${examples.length === 1 ? 'Example' : 'Examples'}:\n${examples.map((example) => `  ${example}`).join('\n')}`,
    ...(exitCodes === undefined ? [] : [wrap(`Exit codes: ${exitCodes}`)]),
  ];
  return parts.join('\n\n');
}

/** An option as it is written on a command line, with its value. */
export function flagsOf(name: string, { value, short }: OptionDefinition): string {
  return `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` <${value}>`}`;
}

/** What an option does, in one line. */
export function helpOfOption({ help, isRepeatable }: OptionDefinition): string {
  return isRepeatable ? `${help}; can be repeated` : help;
}

function commandOf(name: string, { description, usages, takesOperands, options }: CommandDefinition): Command {
  const command = new Command(name)
    .description(description)
    .usage(usages.join(`\n       ${name} `))
    .helpOption(false)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined, getOutHelpWidth: () => HELP_WIDTH, getOutHasColors: () => false })
    .allowExcessArguments(takesOperands === true);
  for (const [optionName, definition] of Object.entries(options)) command.addOption(optionOf(optionName, definition));
  return command;
}

function optionOf(name: string, definition: OptionDefinition): Option {
  const option = new Option(flagsOf(name, definition), helpOfOption(definition));
  if (definition.value === undefined) return option;
  if (definition.isRepeatable)
    return option.argParser((value, before: readonly string[] | undefined) => [...(before ?? []), value]);
  return option.argParser((value, before: string | undefined) => {
    // It is unclear which of the two was meant.
    if (before !== undefined) throw new UsageError(sentence`--${name} is specified twice. Specify it once.`);
    return value;
  });
}

/** The full long name, also of a switch that begins with `no-`. */
function nameOf(option: Option): string {
  return option.long!.slice(2);
}

/**
 * Refuses an option in the place of another option's value, which must have been forgotten.
 *
 * @throws UsageError
 */
function checkValuesFollow(options: OptionDefinitions, args: readonly string[]): void {
  for (const [index, arg] of args.entries()) {
    if (arg === '--') return;
    const name = arg.slice(2);
    const value = arg.startsWith('--') && Object.hasOwn(options, name) ? options[name]!.value : undefined;
    if (value !== undefined && args[index + 1]?.startsWith('--') === true)
      throw new UsageError(
        sentence`${arg} has no value. Specify it after the option, or use ${`${arg}=<${value}>`} if it begins with hyphens.`,
      );
  }
}
