import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

/** Only the owner may read a file with keys. */
const PRIVATE = 0o600;

/**
 * Copies a file with secrets: only its owner may read the copy, from its creation on.
 *
 * @returns false if the file exists already and must not be replaced
 * @throws the system's Error
 */
export async function copyPrivateFile(from: string, to: string, replaces: boolean): Promise<boolean> {
  // A replaced file stays intact until the new one is complete.
  const written = replaces ? `${to}.part` : to;
  try {
    const file = await open(written, 'wx', PRIVATE);
    try {
      await pipeline(createReadStream(from), file.createWriteStream());
    } catch (error) {
      await rm(written, { force: true });
      throw error;
    }
    if (replaces) await rename(written, to);
    return true;
  } catch (error) {
    if (!replaces && error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
