import { sentence } from '../language/sentence';
import { openFileHandle } from '../model/regularFile';
import { byteOrderMarkLength, decodeUtf16, detectEncoding } from './encoding';
import type { Encoding } from './encoding';
import { Utf8Decoder } from './utf8Decoder';

/**
 * Bytes read at once. Longer texts, of more than 128 KiB, get memory of their own from the system, which costs a third
 * of the total time.
 */
const PIECE_LENGTH = 64 * 1024;

/** A file could not be read to its end. The message names it and says what to do. */
export class UnreadableFileError extends Error {}

/** What the beginning of a file reveals. */
export interface FileBeginning {
  /** Bytes. */
  readonly size: number;
  readonly modified: number;
  readonly encoding: Encoding;
  /** The first characters, without a byte order mark; about 128 KiB of them or all. */
  readonly head: string;
  /** Offset of the first of these bytes that is not UTF-8. */
  readonly invalidOffset: number | undefined;
}

const HEAD_LENGTH = 128 * 1024;

/**
 * Reads the beginning of a file.
 *
 * @throws UnreadableFileError
 */
export async function readBeginning(path: string): Promise<FileBeginning> {
  return reading(path, async () => {
    const file = await openFileHandle(path);
    try {
      const { size, mtimeMs } = await file.stat();
      const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(size, HEAD_LENGTH) || 1), 0);
      const bytes = buffer.subarray(0, bytesRead);
      const encoding = detectEncoding(bytes);
      if (encoding === 'utf-16')
        return { size, modified: mtimeMs, encoding, head: decodeUtf16(bytes), invalidOffset: undefined };
      const decoder = new Utf8Decoder();
      const head = decoder.decode(bytes.subarray(byteOrderMarkLength(bytes)));
      return { size, modified: mtimeMs, encoding, head, invalidOffset: decoder.invalidOffset };
    } finally {
      await file.close();
    }
  });
}

/** What was found besides the text when a whole file was read. */
export interface ReadSummary {
  /** Offset of the first byte that is not UTF-8. */
  readonly invalidOffset: number | undefined;
}

/** Takes the text of a file in pieces; returning `true` ends the reading early. */
export type TakePiece = (text: string, bytesRead: number) => boolean;

/**
 * Reads a file as UTF-8, without a byte order mark. The next piece is read while `take` processes the last one.
 *
 * @throws UnreadableFileError if it cannot be read, or has changed since `beginning` was read
 */
export async function readText(
  path: string,
  beginning: FileBeginning,
  take: TakePiece,
  signal?: AbortSignal,
): Promise<ReadSummary> {
  return reading(path, async () => {
    const file = await openFileHandle(path);
    try {
      const { size, mtimeMs } = await file.stat();
      if (size !== beginning.size || mtimeMs !== beginning.modified) throw changed(path);
      const decoder = new Utf8Decoder();
      let mark = 0;
      const summary = (): ReadSummary => ({
        invalidOffset: decoder.invalidOffset === undefined ? undefined : mark + decoder.invalidOffset,
      });
      const buffers = [Buffer.allocUnsafe(PIECE_LENGTH), Buffer.allocUnsafe(PIECE_LENGTH)] as const;
      let position = 0;
      let next = file.read(buffers[0], 0, PIECE_LENGTH, 0);
      for (let turn = 1; ; turn++) {
        const { bytesRead, buffer } = await next;
        signal?.throwIfAborted();
        if (bytesRead === 0) break;
        const start = position === 0 ? (mark = byteOrderMarkLength(buffer)) : 0;
        position += bytesRead;
        next = file.read(buffers[turn & 1]!, 0, PIECE_LENGTH, position);
        if (take(decoder.decode(buffer.subarray(start, bytesRead)), position)) {
          await next;
          return summary();
        }
      }
      if (position !== size) throw changed(path);
      take(decoder.end(), position);
      return summary();
    } finally {
      await file.close();
    }
  });
}

/**
 * Reads a UTF-8 file as a whole, which has to be short enough.
 *
 * @throws UnreadableFileError
 */
export async function readWholeText(
  path: string,
  beginning: FileBeginning,
  signal: AbortSignal,
): Promise<ReadSummary & { readonly text: string }> {
  const pieces: string[] = [];
  const take = (piece: string) => {
    pieces.push(piece);
    return false;
  };
  const summary = await readText(path, beginning, take, signal);
  return { ...summary, text: pieces.join('') };
}

function changed(path: string): UnreadableFileError {
  return new UnreadableFileError(sentence`${path} changed while it was being checked. Check it again.`);
}

async function reading<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    throw new UnreadableFileError(sentence`${path} cannot be read: ${reasonOf(error)}`);
  }
}

/** Why the system refused, and what to do. */
export function reasonOf(error: Error & { code?: unknown }): string {
  switch (error.code) {
    case 'ENOENT':
      return sentence`it does not exist. Check the path.`;
    case 'EACCES':
    case 'EPERM':
      return sentence`permission is denied. Grant yourself permission to read it.`;
    case 'EISDIR':
      return sentence`it is a folder.`;
    case 'EIO':
      return sentence`the device reports an error. Check the drive, or copy the file elsewhere.`;
    default:
      return sentence`${error.message}. Check the path and the drive.`;
  }
}
