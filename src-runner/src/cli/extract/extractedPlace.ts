import { lstatSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { sentence } from '../../language/sentence';
import { isUnsafeName } from '../../model/safeName';

/** Something on a drive cannot be written on this machine. The message names it and says why. */
export class ExtractionError extends Error {}

/**
 * The place below a folder of this machine for something from a drive.
 *
 * @param path its names, as they are on the drive
 * @throws ExtractionError for a name that would lead out of the folder
 */
export function placeBelow(folder: string, path: readonly string[]): string {
  const unsafe = path.find((name) => isUnsafeName(name));
  if (unsafe !== undefined)
    throw new ExtractionError(
      sentence`"${unsafe.replace(/\p{Cc}/gu, '?')}" is not written: on this system, that name could lead out of ${folder}.`,
    );
  return join(folder, ...path);
}

/**
 * Creates a folder unless it exists.
 *
 * @throws ExtractionError if something else is there. Links are refused, too: nothing is written through them
 */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code !== 'EEXIST') throw error;
    if (!lstatSync(path).isDirectory())
      throw new ExtractionError(
        sentence`${path} already exists and is not a folder, so nothing is written into it. Move it elsewhere.`,
      );
  }
}
