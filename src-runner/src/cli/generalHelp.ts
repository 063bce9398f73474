import { PROGRAM } from './command';
import { commandTable } from './commandTable';

const EXAMPLES = [
  'validate .',
  'validate dataset.csv driveset.csv --format github',
  'prep --dataset dataset.csv --driveset driveset.csv --journal job.jrn --session "session#1"',
  'help prep',
];

/** The help shown if no command is given. */
export function generalHelp(): string {
  const summaries = [
    ...Object.entries(commandTable).map(([name, { summary }]) => [name, summary] as const),
    ['help', 'shows this help, or the help of a command'] as const,
  ];
  const width = Math.max(...summaries.map(([name]) => name.length));
  return `Prepares encrypted drives for the Azure Import/Export service, and checks the files of its jobs.

Usage: ${PROGRAM} <command> [options]

Commands:
${summaries.map(([name, summary]) => `  ${name.padEnd(width)}  ${summary}`).join('\n')}\n\nOptions:\n  --help, -h      shows this help, or the help of a command\n  --version, -v   shows the version\n\nEvery command can also take its options from a file or from standard input (-), so that no process list shows them:\n  --options-file <file>  JSON: { "options": { "dataset": ["dataset.csv"], "yes": true }, "operands": [], "secrets": {} }\nUse the long names of the options. A file with secrets must be readable only by its owner.\n\nExamples:\n${EXAMPLES.map((example) => `  ${PROGRAM} ${example}`).join('\n')}\n\nExit codes: 0 done; 1 findings of severity error, or the preparation or verification failed; 2 wrong usage;\n130 cancelled.`;
}
