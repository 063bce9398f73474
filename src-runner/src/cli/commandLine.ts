import { version } from '../../../package.json';
import { sentence } from '../language/sentence';
import { SecretMask } from '../report/secretMask';
import { browse } from './browse/browseCommand';
import { writeCompletion } from './completion/completionCommand';
import { ExitCode, UsageError } from './exitCode';
import { backupHelp, browseHelp, completionHelp, extractHelp, generalHelp, infoHelp, lsHelp, lspHelp, planHelp, prepHelp, prepImportHelp, restoreHelp, sessionsHelp, validateHelp, verifyHelp } from './help';
import { extract } from './extract/extractCommand';
import { info } from './info/infoCommand';
import { runLanguageServer } from './languageServer';
import { ls } from './ls/lsCommand';
import { withOptionsFile } from './optionsFile';
import type { Secrets } from './optionsFile';
import { plan } from './plan/planCommand';
import { credentialsIn } from './prep/credential';
import { prep } from './prep/prepCommand';
import { prepImport } from './prepImport/prepImportCommand';
import { sessions } from './sessions/sessionsCommand';
import type { Terminal } from './terminal';
import { validate } from './validate/validateCommand';
import { verify } from './verify/verifyCommand';

interface Command {
  readonly help: string;
  /** The names of secrets that an options file may have for it. */
  readonly secrets?: readonly string[];
  /** Secrets are those of `--options-file`, by the names that the help tells. */
  readonly run: (args: readonly string[], terminal: Terminal, secrets: Secrets) => Promise<number>;
}

const commands: Readonly<Record<string, Command>> = {
  validate: { help: validateHelp, run: validate },
  plan: { help: planHelp, run: plan },
  prep: { help: prepHelp, secrets: ['storage-key', 'container-sas'], run: (args, terminal, secrets) => prep(args, terminal, credentialsIn(secrets)) },
  sessions: { help: sessionsHelp, run: sessions },
  verify: { help: verifyHelp, run: verify },
  ls: { help: lsHelp, run: ls },
  extract: { help: extractHelp, run: extract },
  browse: { help: browseHelp, run: browse },
  // What they need of cryptography is loaded by them alone.
  backup: { help: backupHelp, secrets: ['passphrase'], run: async (...given) => (await import('./backup/backupCommand')).backup(...given) },
  restore: { help: restoreHelp, secrets: ['passphrase'], run: async (...given) => (await import('./backup/restoreCommand')).restore(...given) },
  PrepImport: { help: prepImportHelp, run: prepImport },
  info: { help: infoHelp, run: info },
  lsp: { help: lspHelp, run: runLanguageServer },
  completion: { help: completionHelp, run: (args, terminal) => writeCompletion(args, Object.entries(commands), terminal) },
};

/** Runs one command and returns the process's exit code. */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await dispatch(args, terminal);
  } catch (error) {
    if (!(error instanceof UsageError) && !isArgumentError(error)) throw error;
    // A key that was typed in the wrong place is part of such a message.
    terminal.say(`sneakernet: ${new SecretMask().mask(error.message)}`);
    return ExitCode.Usage;
  }
}

async function dispatch([name, ...rest]: readonly string[], terminal: Terminal): Promise<number> {
  if (name === '--version' || name === '-v') {
    await terminal.write(`${version}\n`);
    return ExitCode.Done;
  }
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    const topic = name === 'help' ? rest[0] : undefined;
    if (topic !== undefined) commandNamed(topic);
    const text = topic === undefined ? generalHelp : commandNamed(topic).help;
    if (name === undefined) terminal.say(text);
    else await terminal.write(`${text}\n`);
    return name === undefined ? ExitCode.Usage : ExitCode.Done;
  }
  const command = commandNamed(name);
  if (rest.includes('--help') || rest.includes('-h')) {
    await terminal.write(`${command.help}\n`);
    return ExitCode.Done;
  }
  const { args, secrets } = await withOptionsFile(rest);
  checkSecrets(command, secrets);
  return command.run(args, terminal, secrets);
}

/** A secret of a mistyped name would be missed without a word. Names are told, and never what they stand for. @throws UsageError */
function checkSecrets({ secrets: known = [] }: Command, secrets: Secrets): void {
  for (const [name, secret] of Object.entries(secrets)) {
    const names = known.map((one) => `"${one}"`).join(', ');
    if (!known.includes(name)) throw new UsageError(known.length === 0 ? sentence`the options file has a secret "${name}", and this command takes none. Leave it out.` : sentence`the options file has a secret "${name}", which this command does not know. It takes ${names}: correct the name.`);
    if (secret.trim() === '') throw new UsageError(sentence`the secret "${name}" of the options file is empty. Write it, or leave it out.`);
  }
}

function commandNamed(name: string): Command {
  if (Object.hasOwn(commands, name)) return commands[name]!;
  // The original tool takes its command in any case.
  if (name.toLowerCase() === 'prepimport') return commands['PrepImport']!;
  throw new UsageError(sentence`there is no command "${name}". The commands are: ${[...Object.keys(commands), 'help'].join(', ')}.`);
}

/** True for what `parseArgs` throws: its messages name the option. */
function isArgumentError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
