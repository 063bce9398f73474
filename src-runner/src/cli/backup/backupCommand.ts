import { byteCount } from '#core/text/byteCount';
import type { BackedUpFile, BackupAccess } from '../../backup/writeBackup';
import { writeBackup } from '../../backup/writeBackup';
import { sentence } from '../../language/sentence';
import { countText } from '../../report/quantities';
import { readArguments } from '../command';
import { checkDistinctPaths } from '../../model/commandPaths';
import type { CommandPath } from '../../model/commandPaths';
import { commandTable } from '../commandTable';
import { ExitCode } from '../exitCode';
import { UsageError } from '../../model/usageError';
import type { Secrets } from '../optionsFile';
import type { Terminal } from '../terminal';
import { passphraseOf, withBackupErrors } from './backupInput';

/** The output of `sneakernet backup --json`. */
export interface BackupResult {
  readonly backup: string;
  readonly files: readonly BackedUpFile[];
}

/** A shorter passphrase is too easily guessed by somebody who has the file. */
const SHORTEST_PASSPHRASE = 8;

export async function backup(args: readonly string[], terminal: Terminal, secrets: Secrets): Promise<number> {
  const { values, operands } = readArguments(commandTable.backup, args);
  const { to, recipient: recipients, force, json } = values;
  if (operands.length === 0)
    throw new UsageError(sentence`backup needs the files to back up: the JRM, the journal, the drive infos.`);
  if (to === undefined) throw new UsageError(sentence`specify the backup: --to <file>.age.`);
  checkDistinctPaths([
    ...operands.map((path): CommandPath => ({ name: path, path, use: 'read' })),
    { name: '--to', path: to, use: 'written' },
  ]);
  const access = recipients.length > 0 ? { recipients } : await passphraseFor(secrets, terminal);
  return withBackupErrors(terminal, async () => {
    const files = await writeBackup(operands, to, { access, force, signal: terminal.signal });
    if (json) await terminal.write(`${JSON.stringify({ backup: to, files } satisfies BackupResult)}\n`);
    terminal.say(
      `${to}: ${countText(files.length, 'file')}, ${byteCount(files.reduce((sum, { size }) => sum + size, 0))}.`,
    );
    return ExitCode.Done;
  });
}

async function passphraseFor(secrets: Secrets, terminal: Terminal): Promise<BackupAccess> {
  const passphrase = await passphraseOf(secrets, terminal, true);
  if (passphrase === undefined)
    throw new UsageError(
      sentence`specify who can read the backup: --recipient age1…, or a passphrase, which is asked for on a terminal or given as the secret "passphrase" in --options-file.`,
    );
  if (passphrase.length < SHORTEST_PASSPHRASE)
    throw new UsageError(
      sentence`the passphrase is shorter than ${SHORTEST_PASSPHRASE} characters. Use a longer one: several words that do not belong together.`,
    );
  return { passphrase };
}
