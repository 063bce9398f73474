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
    ['help', 'shows this, or the help of a command'] as const,
  ];
  const width = Math.max(...summaries.map(([name]) => name.length));
  return `Prepares encrypted drives for the Azure Import/Export service, and checks the files of its jobs.

Usage: ${PROGRAM} <command> [options]

Commands:
${summaries.map(([name, summary]) => `  ${name.padEnd(width)}  ${summary}`).join('\n')}

Options:
  --help, -h      shows this, or the help of a command
  --version, -v   shows the version

Every command takes its options from a file, too, or from standard input (-), where no list of processes shows them:
  --options-file <file>  JSON: { "options": { "dataset": ["dataset.csv"], "yes": true }, "operands": [], "secrets": {} }
Options have their long names. A file with secrets may be readable by its owner alone.

Examples:
${EXAMPLES.map((example) => `  ${PROGRAM} ${example}`).join('\n')}

Exit codes: 0 done; 1 findings of severity error, or a failed preparation or verification; 2 wrong usage;
130 cancelled.`;
}
