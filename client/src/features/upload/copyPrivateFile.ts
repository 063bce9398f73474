import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

/** Only the owner may read what holds keys. */
const PRIVATE = 0o600;

/**
 * Copies a file that holds secrets: the copy is its owner's alone from the moment it is made.
 *
 * @returns false where there is a file already, and it is not to be replaced
 * @throws Error of the system
 */
export async function copyPrivateFile(from: string, to: string, replaces: boolean): Promise<boolean> {
  // A file that is replaced is there as a whole until the new one is.
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
