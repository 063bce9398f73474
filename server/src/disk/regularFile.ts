import { constants } from 'node:fs';
import { open, opendir, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { DirectoryEntry, OpenedFile } from '../runtime/runtime';

/** How many bytes are read before checking whether they are still wanted. */
const PIECE = 1024 * 1024;
/** Further entries of a directory are left out. */
const MAX_ENTRIES = 100_000;

/**
 * Opens a regular file, possibly through a link, and nothing else: reading anything else may never end, and opening a
 * pipe without a writer would block. `undefined` where there is no such file.
 */
async function openRegular(path: string): Promise<FileHandle | undefined> {
  try {
    // Opening a device can have effects, so the path is checked first, and again once the file is open and cannot be
    // replaced.
    if (!(await stat(path)).isFile()) return undefined;
    const file = await open(path, constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK));
    if ((await file.stat()).isFile()) return file;
    await file.close();
  } catch {
    // The file does not exist or must not be read.
  }
  return undefined;
}

/**
 * The bytes of a regular file; `undefined` where it cannot be read, has more than `limit` bytes, or is no longer
 * wanted.
 */
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
    // Some system files report no size, and some files grow. So the bytes read are counted, allowing one more than
    // expected.
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
    // A file that cannot be read to its end counts as unreadable.
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
