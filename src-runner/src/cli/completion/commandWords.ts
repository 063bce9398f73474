/** What can stand behind an option: one of some words, a path, any text, or nothing. */
export type OptionValue = { readonly kind: 'none' | 'path' | 'text' } | { readonly kind: 'words'; readonly words: readonly string[] };

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

const PATHS = new Set(['file', 'folder', 'csv', 'image']);

/**
 * The options of a command, read from its help: `  --format <text|json>  …`. The help is the one place where options are
 * described, so a shell offers what the help tells.
 */
export function optionsOfHelp(help: string): readonly OptionWord[] {
  const options: OptionWord[] = [];
  for (const [, name = '', placeholder] of help.matchAll(/^ {2}(--[a-z][a-z-]*)(?: <([^>]*)>)?/gm)) {
    options.push({ name, value: valueOf(placeholder) });
  }
  return options;
}

function valueOf(placeholder: string | undefined): OptionValue {
  if (placeholder === undefined) return { kind: 'none' };
  if (placeholder.includes('|')) return { kind: 'words', words: placeholder.split('|') };
  return { kind: PATHS.has(placeholder) ? 'path' : 'text' };
}
