import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, lstatSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { sentence } from '../language/sentence';
import { replaceFile } from '../model/replaceFile';
import { syncDirectory } from '../model/syncDirectory';
import { codeOf } from '../model/systemError';
import { encodedPieces } from './encodedPieces';

/** An output of the session cannot be written. The message names the file and says what to do. */
export class ReportError extends Error {}

/** Something appeared at the place of a file while it was being written. */
export class TakenPlaceError extends Error {}

/** The calls through which a file is written, so that a test can make them fail. */
export interface OutputCalls {
  readonly open: typeof openSync;
  readonly write: (descriptor: number, bytes: Uint8Array, offset: number, length: number) => number;
  readonly sync: (descriptor: number) => void;
  readonly rename: (from: string, to: string) => void;
  readonly link: (from: string, to: string) => void;
}

const systemCalls: OutputCalls = {
  open: openSync,
  write: writeSync,
  sync: fsyncSync,
  rename: replaceFile,
  link: linkSync,
};

/** Lets other work run between the pieces of a long text. */
export type Pause = () => Promise<void>;

/**
 * Writes a file that only its owner may read, completely or not at all: the text goes into a temporary file beside it,
 * which is renamed once it is on the disk.
 *
 * @param replaces whether it replaces the existing file, which the caller has checked
 * @returns the file's length in bytes
 * @throws ReportError
 * @throws TakenPlaceError if it must not replace anything, but something is there
 */
export async function writePrivateFile(
  path: string,
  pieces: Iterable<string>,
  replaces: boolean,
  pause: Pause,
  calls: OutputCalls = systemCalls,
): Promise<number> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  let descriptor: number | undefined;
  try {
    descriptor = calls.open(temporary, 'wx', 0o600);
    let length = 0;
    for (const bytes of encodedPieces(pieces)) {
      for (let written = 0; written < bytes.length;)
        written += calls.write(descriptor, bytes, written, bytes.length - written);
      length += bytes.length;
      await pause();
    }
    calls.sync(descriptor);
    closeSync(descriptor);
    descriptor = undefined;
    if (replaces) calls.rename(temporary, path);
    else putInFreePlace(temporary, path, calls);
    syncDirectory(dirname(path));
    return length;
  } catch (error) {
    if (descriptor !== undefined) closeSync(descriptor);
    remove(temporary);
    throw outputFailure(path, error);
  }
}

/** Gives a file its name unless that is taken: even something created a moment ago is not replaced. */
function putInFreePlace(temporary: string, path: string, calls: OutputCalls): void {
  try {
    calls.link(temporary, path);
    remove(temporary);
    return;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw new TakenPlaceError(path, { cause: error });
  }
  // Not every file system has hard links (FAT, exFAT, many network shares), and a rename replaces an existing file. So
  // the name is reserved first with an empty file, which only one process can create; the rename replaces that one.
  try {
    closeSync(calls.open(path, 'wx', 0o600));
  } catch (error) {
    throw codeOf(error) === 'EEXIST' ? new TakenPlaceError(path, { cause: error }) : error;
  }
  try {
    calls.rename(temporary, path);
  } catch (error) {
    remove(path);
    throw error;
  }
}

/** What exists at a place. A link counts, wherever it leads. An empty file has nothing that could be lost. */
export function standingAt(path: string): 'nothing' | 'empty' | 'something' {
  const facts = lstatSync(path, { throwIfNoEntry: false });
  if (facts === undefined) return 'nothing';
  return facts.isFile() && facts.size === 0 ? 'empty' : 'something';
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It was not created, or has become the file itself.
  }
}

/** Why an output cannot be written; errors that are not the system's are returned unchanged. */
export function outputFailure(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error;
  return new ReportError(sentence`${path} cannot be written: ${reasonOf(error.code)}`, { cause: error });
}

function reasonOf(code: string): string {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return sentence`the disk is full (${code}). Free some space, then continue with --resume; the drives are unchanged.`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return sentence`permission is denied (${code}). Grant this user permission to write there, then continue with --resume.`;
    case 'ENOENT':
    case 'ENOTDIR':
      return sentence`its folder does not exist. Create it, then continue with --resume.`;
    case 'EISDIR':
      return sentence`there is a folder with that name. Move it elsewhere, then continue with --resume.`;
    default:
      return sentence`the system reports ${code}. Check the disk, then continue with --resume.`;
  }
}
