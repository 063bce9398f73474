import type { CommandDefinition, OptionDefinition } from '../command';

/** What can follow an option: one of some words, a path, any text, or nothing. */
export type OptionValue =
  { readonly kind: 'none' | 'path' | 'text' } | { readonly kind: 'words'; readonly words: readonly string[] };

/** An option in the form that shells complete. */
export interface OptionWord {
  /** Including its hyphens. */
  readonly name: string;
  readonly value: OptionValue;
}

/** A command in the form that shells complete. */
export interface CommandWord {
  readonly name: string;
  readonly options: readonly OptionWord[];
}

const PATHS = new Set(['file', 'folder']);

/** Converts a command to the form that shells complete. */
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
