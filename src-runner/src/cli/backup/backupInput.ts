import { BackupError } from '../../backup/backupError';
import { sentence } from '../../language/sentence';
import { ExitCode } from '../exitCode';
import { UsageError } from '../../model/usageError';
import type { Secrets } from '../optionsFile';
import { terminalQuestioner } from '../question';
import type { Terminal } from '../terminal';

/**
 * The passphrase from the options file, or as it is typed. Undefined if nobody can be asked, or nothing is typed.
 *
 * @param twice asks twice, where a typing error could not be undone
 * @throws UsageError if two different ones are typed
 */
export async function passphraseOf(
  { passphrase }: Secrets,
  { signal }: Terminal,
  twice: boolean,
): Promise<string | undefined> {
  if (passphrase !== undefined) return passphrase;
  const questioner = terminalQuestioner(signal);
  if (!questioner.canAsk) return undefined;
  const typed = await questioner.askSecret('Passphrase: ');
  if (twice && typed !== '' && (await questioner.askSecret('Once more: ')) !== typed)
    throw new UsageError(sentence`the two passphrases do not match.`);
  return typed === '' ? undefined : typed;
}

/** Runs work with a backup, and reports errors. */
export async function withBackupErrors(terminal: Terminal, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (terminal.signal.aborted) {
      terminal.say(sentence`Cancelled.`);
      return ExitCode.Cancelled;
    }
    if (!(error instanceof BackupError)) throw error;
    terminal.say(`sneakernet: ${error.message}`);
    return ExitCode.Findings;
  }
}
