import { version } from '../../../package.json';
import { sentence } from '../language/sentence';
import { SecretMask } from '../report/secretMask';
import { browse } from './browse/browseCommand';
import { helpOf } from './command';
import type { CommandDefinition } from './command';
import { commandTable } from './commandTable';
import type { CommandName } from './commandTable';
import { writeCompletion } from './completion/completionCommand';
import { disks } from './disks/disksCommand';
import { ExitCode } from './exitCode';
import { UsageError } from '../model/usageError';
import { extract } from './extract/extractCommand';
import { generalHelp } from './generalHelp';
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
import { write } from './write/writeCommand';

/** The secrets are those of `--options-file`, by the names in the command table. */
type Run = (args: readonly string[], terminal: Terminal, secrets: Secrets) => Promise<number>;

const runs: Readonly<Record<CommandName, Run>> = {
  validate,
  disks,
  plan,
  prep: (args, terminal, secrets) => prep(args, terminal, credentialsIn(secrets)),
  sessions,
  verify,
  write,
  ls,
  extract,
  browse,
  // Loaded on demand, because only these commands need the cryptography.
  backup: async (...given) => (await import('./backup/backupCommand')).backup(...given),
  restore: async (...given) => (await import('./backup/restoreCommand')).restore(...given),
  PrepImport: prepImport,
  info,
  lsp: runLanguageServer,
  completion: writeCompletion,
};

/** Runs one command and returns the process's exit code. */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await dispatch(args, terminal);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    // The message may contain a key that was typed in the wrong place.
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
    const text = topic === undefined ? generalHelp() : helpOfCommand(commandNamed(topic));
    if (name === undefined) terminal.say(text);
    else await terminal.write(`${text}\n`);
    return name === undefined ? ExitCode.Usage : ExitCode.Done;
  }
  const command = commandNamed(name);
  if (rest.includes('--help') || rest.includes('-h')) {
    await terminal.write(`${helpOfCommand(command)}\n`);
    return ExitCode.Done;
  }
  const { args, secrets } = await withOptionsFile(rest);
  checkSecrets(commandTable[command], secrets);
  return runs[command](args, terminal, secrets);
}

function helpOfCommand(name: CommandName): string {
  return helpOf(name, commandTable[name]);
}

/**
 * Refuses secrets with unknown names, which would otherwise be ignored silently. Messages have the names, never the
 * values.
 *
 * @throws UsageError
 */
function checkSecrets({ secrets: known = [] }: CommandDefinition, secrets: Secrets): void {
  for (const [name, secret] of Object.entries(secrets)) {
    const names = known.map((one) => `"${one}"`).join(', ');
    if (!known.includes(name))
      throw new UsageError(
        known.length === 0
          ? sentence`the options file has a secret "${name}", but this command takes no secrets. Remove it.`
          : sentence`the options file has a secret "${name}", which this command does not know. Correct the name: the command takes ${names}.`,
      );
    if (secret.trim() === '')
      throw new UsageError(sentence`the secret "${name}" in the options file is empty. Enter it, or remove it.`);
  }
}

function commandNamed(name: string): CommandName {
  if (Object.hasOwn(commandTable, name)) return name as CommandName;
  // The original tool ignores the case of its command.
  if (name.toLowerCase() === 'prepimport') return 'PrepImport';
  throw new UsageError(
    sentence`there is no command "${name}". The commands are: ${[...Object.keys(commandTable), 'help'].join(', ')}.`,
  );
}
