import { prep } from '../prep/prepCommand';
import type { Terminal } from '../terminal';
import { translatePrepImport } from './prepImportSyntax';

/** `sneakernet PrepImport /j:… /id:…`: the original tool's command line. */
export async function prepImport(args: readonly string[], terminal: Terminal): Promise<number> {
  const { args: translated, credentials } = translatePrepImport(args);
  if (credentials.storageKey !== undefined || credentials.containerSas !== undefined) {
    terminal.say(
      'sneakernet: a key on the command line can be seen by other users of this machine. Put it into SNEAKERNET_STORAGE_KEY, or use --storage-key-file.',
    );
  }
  return prep(translated, terminal, credentials);
}
