import type { CommandDefinition, OptionDefinition } from '../command';

/** What can stand behind an option: one of some words, a path, any text, or nothing. */
export type OptionValue =
  { readonly kind: 'none' | 'path' | 'text' } | { readonly kind: 'words'; readonly words: readonly string[] };

/** An option as a shell completes it. */
export interface OptionWord {
  /** With its hyphens. */
  readonly name: string;
  readonly value: OptionValue;
}

/** A command as a shell completes it. */
export interface CommandWord {
  readonly name: string;
  readonly options: readonly OptionWord[];
}

const PATHS = new Set(['file', 'folder']);

/** A command as shells complete it. */
export function commandWord(name: string, { options }: Pick<CommandDefinition, 'options'>): CommandWord {
  return {
    name,
    options: Object.entries(options).map(([option, definition]) => ({
      name: `--${option}`,
      value: valueOf(definition),
    })),
  };
}

function valueOf({ value }: OptionDefinition): OptionValue {
  if (value === undefined) return { kind: 'none' };
  if (value.includes('|')) return { kind: 'words', words: value.split('|') };
  return { kind: PATHS.has(value) ? 'path' : 'text' };
}
