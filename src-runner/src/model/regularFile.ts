import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { sentence } from '../language/sentence';

/** Opening a pipe must not block until somebody writes to it. Windows has no such flag. */
const OPEN_FLAGS = constants.O_RDONLY | ((constants as Partial<typeof constants>).O_NONBLOCK ?? 0);

/**
 * Opens a regular file for reading. Devices and pipes, which may have no end, are refused.
 *
 * @returns the file descriptor
 * @throws the system's error, and an error of the same form if it is not a regular file
 */
export function openRegularFile(path: string): number {
  const descriptor = openSync(path, OPEN_FLAGS);
  try {
    if (!fstatSync(descriptor).isFile()) throw notAFile(fstatSync(descriptor).isDirectory());
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

/** Like `openRegularFile`, but asynchronous. */
export async function openFileHandle(path: string): Promise<FileHandle> {
  const file = await open(path, OPEN_FLAGS);
  try {
    const facts = await file.stat();
    if (!facts.isFile()) throw notAFile(facts.isDirectory());
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

/**
 * Reads a file that is always short.
 *
 * @param limit bytes that such a file never exceeds
 * @throws the system's error, and an error of the same form if it is not a regular file, or too long
 */
export function readSmallFile(path: string, limit: number): Buffer {
  const descriptor = openRegularFile(path);
  try {
    // One extra byte reveals a file that has grown.
    const bytes = Buffer.alloc(Math.min(fstatSync(descriptor).size, limit) + 1);
    let length = 0;
    for (let count = -1; count !== 0 && length < bytes.length; length += count)
      count = readSync(descriptor, bytes, length, bytes.length - length, length);
    if (length > limit) throw systemError(sentence`it is larger than ${limit} bytes`);
    return bytes.subarray(0, length);
  } finally {
    closeSync(descriptor);
  }
}

function notAFile(isFolder: boolean): Error {
  return systemError(isFolder ? sentence`it is a folder` : sentence`it is not a regular file`);
}

/** Has the reason in place of the system's error code. */
function systemError(reason: string): Error {
  return Object.assign(new Error(reason), { code: reason, syscall: 'open' });
}
