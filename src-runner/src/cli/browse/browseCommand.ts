import { createInterface } from 'node:readline';
import { LONGEST_LINE } from '#core/limits/limits';
import { SecretMask } from '../../report/secretMask';
import { readArguments } from '../command';
import { commandTable } from '../commandTable';
import { ExitCode } from '../exitCode';
import { UsageError } from '../../model/usageError';
import type { Terminal } from '../terminal';
import { BrowseSession } from './browseSession';
import type { BrowseLine } from './browseProtocol';

/** `sneakernet browse`: answers requests from standard input, until that ends. */
export async function browse(args: readonly string[], terminal: Terminal): Promise<number> {
  const { operands } = readArguments(commandTable.browse, args);
  if (operands.length > 0)
    throw new UsageError(
      'browse takes no arguments: the drive is named in the first request on standard input. See "sneakernet help browse".',
    );
  const mask = new SecretMask();
  const session = new BrowseSession(terminal, (line: BrowseLine) => {
    const masked =
      'error' in line ? { ...line, error: { ...line.error, message: mask.mask(line.error.message) } } : line;
    return terminal.write(`${JSON.stringify(masked)}\n`);
  });
  const lines = createInterface({ input: process.stdin, crlfDelay: Infinity });
  terminal.signal.addEventListener('abort', () => {
    lines.close();
  });
  try {
    for await (const line of lines) {
      if (line.trim() === '') continue;
      if (line.length > LONGEST_LINE) session.refuse('A request is longer than a megabyte.');
      else session.take(line);
    }
  } finally {
    await session.end();
  }
  return ExitCode.Done;
}
