import { LONGEST_KEY_FILE } from '#core/limits/limits';
import type { BackupKey } from '../../backup/openBackup';
import { listBackup, restoreBackup } from '../../backup/restoreBackup';
import type { ListedFile, RestoredFile } from '../../backup/restoreBackup';
import { sentence } from '../../language/sentence';
import { codeOf } from '../../model/systemError';
import { readSmallFile } from '../../model/regularFile';
import { readArguments } from '../command';
import { commandTable } from '../commandTable';
import { ExitCode } from '../exitCode';
import { UsageError } from '../../model/usageError';
import type { Secrets } from '../optionsFile';
import type { Terminal } from '../terminal';
import { passphraseOf, withBackupErrors } from './backupInput';

/** The output of `sneakernet restore --json`; with `--list` files have no path. */
export interface RestoreResult {
  readonly files: readonly (ListedFile | RestoredFile)[];
}

const sealWords = {
  sound: 'its seal is sound',
  broken: 'its seal is BROKEN: it was changed before it was backed up',
  absent: 'it has no seal',
  unreadable: 'it CANNOT BE READ as a JRM',
} as const;

export async function restore(args: readonly string[], terminal: Terminal, secrets: Secrets): Promise<number> {
  const { values, operands } = readArguments(commandTable.restore, args);
  const [backup, ...further] = operands;
  const { to, list, force, keep, json, 'identity-file': identityFile } = values;
  if (backup === undefined || further.length > 0)
    throw new UsageError(sentence`restore needs one backup: the file that "sneakernet backup" wrote.`);
  if (force && keep)
    throw new UsageError(
      sentence`--force and --keep cannot be used together: one replaces existing files, the other keeps them.`,
    );
  if (to === undefined && !list)
    throw new UsageError(
      sentence`specify the folder to write to: --to <folder>, or list what is in the backup with --list.`,
    );
  const key = await keyOf(identityFile, secrets, terminal);
  return withBackupErrors(terminal, async () => {
    const { signal } = terminal;
    const files =
      list || to === undefined
        ? await listBackup(backup, key, signal)
        : await restoreBackup(backup, to, key, force ? 'replace' : keep ? 'keep' : 'refuse', signal);
    await terminal.write(json ? `${JSON.stringify({ files } satisfies RestoreResult)}\n` : files.map(lineOf).join(''));
    return ExitCode.Done;
  });
}

function lineOf(file: ListedFile | RestoredFile): string {
  const { name, size } = file;
  if (!('path' in file)) return `${String(size).padStart(15)}  ${name}\n`;
  return `${file.path ?? `${name} is there already, and stays`}${file.seal === undefined ? '' : `: ${sealWords[file.seal]}`}\n`;
}

async function keyOf(identityFile: string | undefined, secrets: Secrets, terminal: Terminal): Promise<BackupKey> {
  if (identityFile !== undefined) return { identities: identitiesIn(identityFile) };
  const passphrase = await passphraseOf(secrets, terminal, false);
  if (passphrase === undefined)
    throw new UsageError(
      sentence`specify what opens the backup: --identity-file <file>, or the passphrase, which is asked for on a terminal or given as the secret "passphrase" in --options-file.`,
    );
  return { passphrase };
}

function identitiesIn(path: string): string {
  try {
    return readSmallFile(path, LONGEST_KEY_FILE).toString('utf8');
  } catch (error) {
    throw new UsageError(
      sentence`${path} cannot be read (${codeOf(error)}). --identity-file must name the file that age-keygen wrote.`,
      { cause: error },
    );
  }
}
