import { closeSync, readSync } from 'node:fs';
import { JrmFormatError, type JrmChecksum } from '#core/jrm/jrm';
import { JrmReader, type ReadJrm } from '#core/jrm/jrmReader';
import { sentence, translate } from '../language/sentence';
import { openRegularFile } from '../model/regularFile';
import { codeOf } from '../model/systemError';
import { sha256 } from './sha256';

/** A JRM that cannot be read. The message names the file, the line and what to do. */
export class JrmFileError extends Error {}

const CHUNK_LENGTH = 256 * 1024;

/**
 * Reads a JRM of any length, in JSON or XML. Its content counts only after all of it has been read and the seal was
 * found intact.
 *
 * @param onChecksum called for each checksum as it is read
 * @throws JrmFileError
 */
export async function readJrmFile(
  path: string,
  onChecksum: (checksum: JrmChecksum) => void,
  pause: () => Promise<void>,
): Promise<ReadJrm> {
  const reader = new JrmReader(sha256, onChecksum);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let descriptor: number | undefined;
  try {
    descriptor = openRegularFile(path);
    const buffer = Buffer.allocUnsafe(CHUNK_LENGTH);
    for (;;) {
      const count = readSync(descriptor, buffer);
      reader.push(decoder.decode(buffer.subarray(0, count), { stream: count > 0 }));
      if (count === 0) return reader.end();
      await pause();
    }
  } catch (error) {
    throw jrmFailure(path, error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function jrmFailure(path: string, error: unknown): unknown {
  if (error instanceof JrmFormatError) {
    return new JrmFileError(
      sentence`${path}, line ${error.line + 1}: ${error.messageIn(translate)} Specify the JRM that the preparation wrote, or a copy of it.`,
    );
  }
  const code = codeOf(error);
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
    return new JrmFileError(
      sentence`${path} is not UTF-8, which a JRM must be. Specify the JRM that the preparation wrote, or a copy of it.`,
    );
  if (error instanceof Error && 'syscall' in error)
    return new JrmFileError(sentence`${path} cannot be read (${code}). Check --jrm.`, { cause: error });
  return error;
}
