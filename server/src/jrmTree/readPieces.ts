import { nextTurn } from '../runtime/nextTurn';
import type { OpenedFile } from '../runtime/runtime';

/** In bytes. For texts of more than 128 KiB, memory is requested from the system each time. */
const PIECE_LENGTH = 64 * 1024;
/** Milliseconds of work before other requests are handled. */
const SLICE = 20;

/**
 * Reads a file from beginning to end; while one piece is processed, the next one is read.
 *
 * @returns false where the reading was given up
 */
export async function readPieces(
  file: OpenedFile,
  isCancelled: () => boolean,
  onPiece: (piece: Uint8Array) => void,
): Promise<boolean> {
  let until = performance.now() + SLICE;
  let next = file.read(0, PIECE_LENGTH);
  for (let offset = 0; offset < file.size;) {
    const piece = await next;
    offset += piece.length;
    next =
      offset < file.size && piece.length > 0 ? file.read(offset, PIECE_LENGTH) : Promise.resolve(piece.subarray(0, 0));
    if (performance.now() > until) {
      await nextTurn();
      until = performance.now() + SLICE;
    }
    if (isCancelled()) {
      await next;
      return false;
    }
    if (piece.length === 0) break;
    onPiece(piece);
  }
  return true;
}
