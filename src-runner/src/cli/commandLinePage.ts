import { flagsOf, helpOfOption, PROGRAM } from './command';
import type { CommandDefinition } from './command';
import { commandTable } from './commandTable';

/** The commands as the rows of a table. */
export function commandTableRows(): string {
  return Object.entries(commandTable)
    .map(([name, { summary }]) => `| [\`${name}\`](docs/command-line.md#${name.toLowerCase()}) | ${summary} |`)
    .join('\n');
}

/** The documentation page about the command line. */
export function commandLinePage(): string {
  const sections = Object.entries(commandTable).map(([name, definition]) => section(name, definition));
  return (
    [
      '# The command line',
      'This page shows the output of `sneakernet help <command>`. Every command can also take its options from `--options-file FILE` or from standard input (`-`): see the [README](../README.md#commands).',
      ...sections,
    ].join('\n\n') + '\n'
  );
}

function section(
  name: string,
  { description, usages, options, notes = [], examples, exitCodes }: CommandDefinition,
): string {
  const code = (lines: readonly string[]) => `\`\`\`sh\n${lines.join('\n')}\n\`\`\``;
  const rows = Object.entries(options).map(
    ([option, definition]) => `| \`${cell(flagsOf(option, definition))}\` | ${cell(helpOfOption(definition))} |`,
  );
  return [
    `## ${name}`,
    prose(description),
    code(usages.map((usage) => `${PROGRAM} ${name} ${usage}`.trimEnd())),
    ...(rows.length > 0 ? [['| option | |', '|---|---|', ...rows].join('\n')] : []),
    ...notes.map((note) => (note.includes('\n') ? `\`\`\`text\n${note}\n\`\`\`` : prose(note))),
    code(examples),
    ...(exitCodes === undefined ? [] : [`Exit codes: ${exitCodes}`]),
  ].join('\n\n');
}

/** Escapes text that Markdown would take for an element. */
function prose(text: string): string {
  return text.replaceAll('<', '&lt;');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
