import { byteCount } from '#core/text/byteCount';
import { countText } from '../../report/quantities';
import { withDriveVolume } from '../driveVolume';
import { ExitCode } from '../exitCode';
import type { Terminal } from '../terminal';
import { Extraction } from './extraction';
import { parseExtractOptions } from './extractOptions';

/** `sneakernet extract`. */
export async function extract(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = parseExtractOptions(args);
  return withDriveVolume(options, terminal, async (volume) => {
    const extraction = new Extraction(volume, options, {
      signal: terminal.signal,
      onProgress: ({ files, bytes }, path) => {
        terminal.progress(`${countText(files, 'file')}, ${byteCount(bytes)}: ${path}`);
      },
      onFailure: (path, message) => {
        terminal.say(`sneakernet: ${path.replace(/\p{Cc}/gu, '?')}: ${message}`);
      },
    });
    await extraction.run();
    const { files, bytes, failures } = extraction;
    terminal.say(
      `${countText(files, 'file')}, ${byteCount(bytes)}${failures === 0 ? '' : `; ${countText(failures, 'thing')} could not be extracted`}.`,
    );
    return failures === 0 ? ExitCode.Done : ExitCode.Findings;
  });
}
