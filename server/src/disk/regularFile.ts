import { constants } from 'node:fs';
import { open, opendir, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { DirectoryEntry, OpenedFile } from '../runtime/runtime';

/** Bytes that are read before it is asked whether they are still wanted. */
const PIECE = 1024 * 1024;
/** Entries of a directory beyond these are left out. */
const MAX_ENTRIES = 100_000;

/**
 * Opens a regular file, be it by a link, and nothing else: what is no file need not end, and a pipe without a writer would not even
 * open. `undefined` where there is none.
 */
async function openRegular(path: string): Promise<FileHandle | undefined> {
  try {
    // To open a device can do something to it, so it is looked at before, and once more when no other can take its place.
    if (!(await stat(path)).isFile()) return undefined;
    const file = await open(path, constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK));
    if ((await file.stat()).isFile()) return file;
    await file.close();
  } catch {
    // It is not there, or not to be read.
  }
  return undefined;
}

/** The bytes of a regular file; `undefined` where it cannot be read, has more than `limit`, or is not wanted any more. */
export async function readRegularFile(
  path: string,
  limit: number,
  isWanted: () => boolean = () => true,
): Promise<Uint8Array | undefined> {
  const file = await openRegular(path);
  if (!file) return undefined;
  try {
    const { size } = await file.stat();
    if (size > limit) return undefined;
    // Some files of the system have no size and some grow: what is read is counted, one byte more than there should be.
    const pieces: Uint8Array[] = [];
    let length = 0;
    while (isWanted()) {
      const wanted = Math.min(PIECE, Math.max(size - length, 0) + 1, limit - length + 1);
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafeSlow(wanted), 0, wanted, length);
      if (bytesRead === 0) return joined(pieces, length);
      length += bytesRead;
      if (length > limit) return undefined;
      pieces.push(buffer.subarray(0, bytesRead));
    }
  } catch {
    // What cannot be read to its end is not read.
  } finally {
    await file.close().catch(() => undefined);
  }
  return undefined;
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  if (pieces.length === 1) return pieces[0]!;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** Opens a regular file to read parts of it; `undefined` where it cannot be read. */
export async function openRegularFile(path: string): Promise<OpenedFile | undefined> {
  const file = await openRegular(path);
  if (!file) return undefined;
  const { size, mtimeMs, ino } = await file.stat();
  return {
    size,
    version: `${ino} ${mtimeMs} ${size}`,
    read: async (offset, length) => {
      const wanted = Math.max(0, Math.min(length, size - offset));
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafeSlow(wanted), 0, wanted, offset);
      return buffer.subarray(0, bytesRead);
    },
    close: () => file.close(),
  };
}

/** The entries of a directory; `undefined` where it cannot be read. */
export async function listDirectory(path: string): Promise<readonly DirectoryEntry[] | undefined> {
  try {
    const entries: DirectoryEntry[] = [];
    for await (const entry of await opendir(path, { bufferSize: 1000 })) {
      if (entries.push({ name: entry.name, directory: entry.isDirectory() }) >= MAX_ENTRIES) break;
    }
    return entries;
  } catch {
    return undefined;
  }
}
