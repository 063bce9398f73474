import { BackupError } from '../../backup/backupError';
import { sentence } from '../../language/sentence';
import { ExitCode } from '../exitCode';
import { UsageError } from '../../model/usageError';
import type { Secrets } from '../optionsFile';
import { terminalQuestioner } from '../question';
import type { Terminal } from '../terminal';

/**
 * The passphrase: of the options file, or as it is typed. Undefined where nobody can be asked, or types nothing.
 *
 * @param twice where a mistyped one could not be undone
 * @throws UsageError where two different ones are typed
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

/** Does something with a backup, and says what goes wrong. */
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
